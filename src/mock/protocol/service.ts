/** The service itself: a request in, an answer out. It knows no sockets. */
import { operation as described, wireName } from '../../model/operations.ts'
import { service } from '../../model/service.ts'
import type { Handler } from '../handlers/handler.ts'
import { handlerOf } from '../handlers/index.ts'
import { header, type Later, type Reply, type WireRequest } from '../http/exchange.ts'
import { type Injected, type Outcome, suffer } from '../rules/fault-injection.ts'
import type { World } from '../world.ts'
import { type Checked, check, type Exchange, recognize, targetOf } from './checks.ts'
import { ServiceFault } from './faults.ts'
import { clipText, type Note } from './journal.ts'
import { jsonText } from './json-text.ts'
import { encode } from './wire.ts'

/** Answers a request of the service and notes it in the journal. Never throws. */
export function answer(world: World, request: WireRequest): Reply | Later {
  const requestId = world.ids.requestId()
  const exchange: Exchange = { request, world }
  const noted = ({ reply, fault }: Outcome, injected?: Injected): Reply => {
    const { operation, accountId, input } = exchange
    const note: Note = {
      requestId,
      time: world.clock.now(),
      accountId,
      operation: operation ? wireName(operation) : askedFor(request),
      input,
      status: reply.statusCode,
      fault: fault?.name,
      ...injected,
    }
    world.journal.record(note, request.body.length)
    return { requestId, ...reply }
  }
  const refused = attempt(() => recognize(exchange))
  if (refused) return noted(refused)
  const strike = world.faults.strike(exchange.operation!, exchange.accountId!)
  const act = () => perform(world, exchange)
  return strike ? suffer(strike, act, noted) : noted(act())
}

function askedFor(request: WireRequest): string | undefined {
  const name = targetOf(request)?.split('.').at(-1)
  return name === undefined ? undefined : clipText(name)
}

function perform(world: World, exchange: Exchange): Outcome {
  let body = ''
  const refused = attempt(() => {
    const checked = check(exchange)
    body = jsonText(encode(described(checked.operation).output, carryOut(world, checked)))
  })
  return refused ?? { reply: { statusCode: 200, contentType: service.contentType, body } }
}

function attempt(act: () => void): Outcome | undefined {
  try {
    act()
    return undefined
  } catch (error) {
    const fault = error instanceof ServiceFault ? error : ownFault(error)
    return { reply: fault.reply(service.contentType), fault }
  }
}

function carryOut(world: World, { operation, accountId, input, request }: Checked): object {
  const { clock, ids, pager, links, rules, store } = world
  const account = store.account(accountId)
  const now = clock.now()
  // The checks hold the input against the operation; the compiler cannot pair the two.
  const handler = handlerOf(operation) as unknown as Handler<'describeCases'>
  const deed = handler(input, {
    account,
    now,
    ids,
    pager,
    plan: rules.plan,
    link: (permission) => links.link(permission, baseOf(world, request), now),
  })
  const noteUse = rules.quotas ? account.usage.reserve(operation, input) : undefined
  if (input['dryRun'] === true) {
    // Guess: the text is that of other services with a dry run.
    throw new ServiceFault(
      'DryRunOperationException',
      'Request would have succeeded, but the dryRun parameter is set.',
    )
  }
  noteUse?.()
  const told = world.changes.count
  const output = deed()
  // Cases tell of their changes themselves.
  if (described(operation).kind === 'write' && world.changes.count === told) world.changes.tell()
  return output
}

// As the caller reached the mock. A client that was sent here by other means names AWS as the host:
// where its files go must never be there.
function baseOf({ url }: World, request: WireRequest): string {
  const host = header(request, 'host') ?? ''
  const isUsable = URL.canParse(`http://${host}`) && !/\.(amazonaws|aws)\./i.test(`${host}.`)
  return isUsable || url === undefined ? `http://${host}` : url
}

/** A failure of the mock's own, which the user should see: as an answer, and as a warning with its stack. */
export function ownFault(error: unknown): ServiceFault {
  const cause = error instanceof Error ? error : new Error(String(error))
  process.emitWarning(cause)
  return new ServiceFault('InternalServerError', `The mock endpoint itself failed: ${cause.message}`)
}
