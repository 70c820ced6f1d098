/** The control API under `/_mock/`: JSON, for tests in any language. It needs no signature. */
import { type AgentReply, agentReply } from './agent.ts'
import { MockControlError } from './errors.ts'
import { header, type Reply, type WireRequest } from './exchange.ts'
import { dumpState } from './state.ts'
import { formatTime } from './times.ts'
import { isJsonObject, type JsonObject } from './wire.ts'
import type { World } from './world.ts'

const prefix = '/_mock/'

export const isControl = ({ url }: WireRequest) => url.startsWith(prefix)

/** Answers what becomes JSON. The message of a MockControlError goes to the caller. */
type Route = (world: World, body: JsonObject) => unknown

const routes: Readonly<Record<string, Route>> = {
  'GET health': ({ clock }) => ({ status: 'ok', now: formatTime(clock.now()) }),
  'POST reset': (world) => {
    world.reset()
    return { reset: true }
  },
  'GET requests': ({ journal }) => ({ requests: journal.entries() }),
  'GET state': (world) => dumpState(world.accounts()),
  'POST agent/reply': (world, body) => {
    agentReply(world, body as unknown as AgentReply)
    return { replied: true }
  },
  'POST clock': (world, body) => {
    moveClock(world, body)
    return { now: formatTime(world.clock.now()) }
  },
}

function moveClock({ clock }: World, { advance, set }: JsonObject): void {
  if ((advance === undefined) === (set === undefined)) {
    throw new MockControlError('Send {"advance": "P14D"} or {"set": "2026-08-01T09:00:00Z"}.')
  }
  if (advance === undefined) clock.set(set as string)
  else clock.advance(advance as string)
}

/** Answers a request to the control API. */
export function control(world: World, request: WireRequest): Reply {
  const refusal = foreign(request)
  if (refusal) return reply(403, { message: refusal })
  const [path = ''] = request.url.slice(prefix.length).split('?', 1)
  const name = `${request.method} ${path}`
  const route = Object.hasOwn(routes, name) ? routes[name] : undefined
  if (!route)
    return reply(404, { message: `There is no ${name}. There are: ${Object.keys(routes).join(', ')}.` })
  try {
    return reply(200, route(world, parseBody(request)))
  } catch (error) {
    if (error instanceof MockControlError) return reply(400, { message: error.message })
    throw error
  }
}

function parseBody({ body }: WireRequest): JsonObject {
  if (body === 'too large') throw new MockControlError('The request body is too large.')
  if (body.length === 0) return {}
  let json: unknown
  try {
    json = JSON.parse(body.toString())
  } catch (error) {
    throw new MockControlError(`The body is not JSON: ${(error as SyntaxError).message}`)
  }
  if (!isJsonObject(json)) throw new MockControlError('The body is not a JSON object.')
  return json
}

// A web page whose host name resolves to 127.0.0.1 would reach us with its own name in Host, and a
// page from elsewhere that posts here says so in Origin.
function foreign(request: WireRequest): string | undefined {
  if (!isLoopback(`http://${header(request, 'host') ?? ''}`)) {
    return 'The control API answers to localhost, 127.0.0.1 and [::1] only: use one of them as the host.'
  }
  const origin = header(request, 'origin')
  if (origin !== undefined && !isLoopback(origin)) return 'The control API does not answer to web pages.'
  return undefined
}

function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { hostname } = new URL(url)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}

function reply(statusCode: number, content: unknown): Reply {
  return { statusCode, contentType: 'application/json', body: `${JSON.stringify(content, undefined, 2)}\n` }
}
