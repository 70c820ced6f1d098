/** The service itself: a request in, an answer out. It knows no sockets. */
import { wireName } from '../model/operations.ts'
import { service } from '../model/service.ts'
import { type Checked, check, type Exchange, targetOf } from './checks.ts'
import type { Reply, WireRequest } from './exchange.ts'
import { ServiceFault } from './faults.ts'
import type { Handler } from './handlers/handler.ts'
import { handlerOf } from './handlers/index.ts'
import { clip, clipText } from './journal.ts'
import type { World } from './world.ts'

/** Answers a request of the service and notes it in the journal. Never throws. */
export function answer(world: World, request: WireRequest): Reply {
  const requestId = world.ids.requestId()
  const exchange: Exchange = { request, authenticate: world.authenticate }
  const { reply, fault } = attempt(world, exchange)
  const { operation, accountId, input } = exchange
  world.journal.record({
    requestId,
    time: world.clock.now(),
    accountId,
    operation: operation ? wireName(operation) : askedFor(request),
    input: input && clip(input),
    status: reply.statusCode,
    fault: fault?.name,
  })
  return { ...reply, requestId }
}

function askedFor(request: WireRequest): string | undefined {
  const name = targetOf(request)?.split('.').at(-1)
  return name === undefined ? undefined : clipText(name)
}

function attempt(world: World, exchange: Exchange): { reply: Reply; fault?: ServiceFault } {
  try {
    const output = carryOut(world, check(exchange))
    return { reply: { statusCode: 200, contentType: service.contentType, body: json(output) } }
  } catch (error) {
    const fault = error instanceof ServiceFault ? error : ownFault(error)
    return { reply: fault.reply(service.contentType), fault }
  }
}

function carryOut({ store, clock, ids, pager }: World, { operation, accountId, input }: Checked): object {
  // The checks hold the input against the operation; the compiler cannot pair the two.
  const handler = handlerOf(operation) as unknown as Handler<'describeCases'>
  const deed = handler(input, { account: store.account(accountId), now: clock.now(), ids, pager })
  if (input['dryRun'] === true) {
    // Guess: the text is that of other services with a dry run.
    throw new ServiceFault(
      'DryRunOperationException',
      'Request would have succeeded, but the dryRun parameter is set.',
    )
  }
  return deed()
}

/** A failure of the mock's own, which the user should see: as an answer, and as a warning with its stack. */
export function ownFault(error: unknown): ServiceFault {
  const cause = error instanceof Error ? error : new Error(String(error))
  process.emitWarning(cause)
  return new ServiceFault('InternalServerError', `The mock endpoint itself failed: ${cause.message}`)
}

const written = new WeakMap<object, string>()

// A frozen answer never changes, so its text is kept.
function json(output: object): string {
  if (!Object.isFrozen(output)) return JSON.stringify(output)
  const known = written.get(output)
  if (known) return known
  const text = JSON.stringify(output)
  written.set(output, text)
  return text
}
