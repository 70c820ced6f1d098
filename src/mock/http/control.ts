/** The control API under `/_mock/`: JSON, for tests in any language. It needs no signature. */

import { MockControlError } from '../errors.ts'
import { unknownMember } from '../members.ts'
import { isJsonObject, type JsonObject } from '../protocol/wire.ts'
import { readDocument } from '../rules/fault-rules.ts'
import { jsonProblem } from '../state/json-file.ts'
import { dumpState, putState } from '../state/state.ts'
import { type AgentAction, type AgentReply, agentAssigns, agentReply, agentResolves } from '../store/agent.ts'
import { formatTime } from '../times.ts'
import type { World } from '../world.ts'
import { eventStream } from './event-stream.ts'
import type { Reply, WireRequest } from './exchange.ts'
import { foreignCaller } from './foreign.ts'
import { inbox, thread } from './inbox.ts'

export const controlPrefix = '/_mock/'

/** Answers what becomes JSON. The message of a MockControlError goes to the caller. */
type Route = (world: World, body: JsonObject, query: URLSearchParams) => unknown

const routes: Readonly<Record<string, Route>> = {
  'GET health': ({ clock }) => ({ status: 'ok', now: formatTime(clock.now()) }),
  'POST reset': (world) => {
    world.reset()
    return { reset: true }
  },
  'GET requests': ({ journal }) => ({ requests: journal.entries() }),
  'DELETE requests': ({ journal }) => {
    journal.clear()
    return { requests: [] }
  },
  'GET state': (world) => dumpState(world),
  'PUT state': (world, body) => {
    putState(world, body)
    return { restored: true }
  },
  'POST agent/assign': (world, body) => {
    agentAssigns(world, body as unknown as AgentAction)
    return { assigned: true }
  },
  'POST agent/reply': (world, body) => {
    agentReply(world, body as unknown as AgentReply)
    return { replied: true }
  },
  'POST agent/resolve': (world, body) => {
    agentResolves(world, body as unknown as AgentAction)
    return { resolved: true }
  },
  'POST clock': (world, body) => {
    moveClock(world, body)
    world.changes.tell()
    return { now: formatTime(world.clock.now()) }
  },
  'GET faults': ({ faults }) => ({ faults: faults.standing() }),
  'PUT faults': ({ faults }, body) => {
    faults.replace(readDocument(body, (sentence) => new MockControlError(`${sentence}.`)))
    return { faults: faults.standing() }
  },
  'GET inbox': (world, _body, query) => inbox(world, query),
  'GET case': (world, _body, query) => thread(world, query),
}

/** Answers that go on instead of being JSON. */
const streams: Readonly<Record<string, (world: World) => Reply>> = {
  'GET events': (world) => eventStream(world),
}

/** What there is to ask for: `GET health` and so on. */
export const routeNames = Object.keys({ ...routes, ...streams })

function moveClock({ clock }: World, body: JsonObject): void {
  const wrong = unknownMember(body, ['advance', 'set'])
  if (wrong) throw new MockControlError(`The clock: ${wrong}.`)
  const { advance, set } = body
  if ((advance === undefined) === (set === undefined)) {
    throw new MockControlError('Send {"advance": "P14D"} or {"set": "2026-08-01T09:00:00Z"}.')
  }
  if (advance === undefined) clock.set(set as string)
  else clock.advance(advance as string)
}

/** Answers a request to the control API. */
export function control(world: World, request: WireRequest): Reply {
  const refusal = foreignCaller(request)
  if (refusal) return reply(403, { message: refusal })
  const [path = '', ...rest] = request.url.slice(controlPrefix.length).split('?')
  const name = `${request.method} ${path}`
  const stream = Object.hasOwn(streams, name) ? streams[name] : undefined
  if (stream) return stream(world)
  const route = Object.hasOwn(routes, name) ? routes[name] : undefined
  if (!route) return reply(404, { message: `There is no ${name}. There are: ${routeNames.join(', ')}.` })
  try {
    return reply(200, route(world, parseBody(request), new URLSearchParams(rest.join('?'))))
  } catch (error) {
    if (error instanceof MockControlError) return reply(400, { message: error.message })
    throw error
  }
}

function parseBody({ body }: WireRequest): JsonObject {
  if (body === 'too large') throw new MockControlError('The request body is too large.')
  if (body.length === 0) return {}
  const text = body.toString()
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new MockControlError(`The body is ${jsonProblem(text, error)}.`)
  }
  if (!isJsonObject(json)) throw new MockControlError('The body is not a JSON object.')
  return json
}

function reply(statusCode: number, content: unknown): Reply {
  return { statusCode, contentType: 'application/json', body: `${JSON.stringify(content, undefined, 2)}\n` }
}
