/**
 * Faults on demand: which requests they befall, and what becomes of those.
 *
 * A rule is asked for a request whose caller and operation are known and allowed, before quotas, types
 * and constraints: a request that is throttled or fails need not be valid.
 */
import { crc32 } from 'node:zlib'
import { type FaultName, faults } from '../../model/faults.ts'
import type { OperationName } from '../../model/operations.ts'
import { service } from '../../model/service.ts'
import type { Later, Mishap, Reply } from '../http/exchange.ts'
import { faultTexts, type MockFaultName, ServiceFault, throttled } from '../protocol/faults.ts'
import { generator, type Numbers } from '../random.ts'
import type { Effect, FaultRule, ReadRule } from './fault-rules.ts'

/** What befalls one request. */
export interface Strike {
  readonly operation: OperationName
  /** Milliseconds before the operation takes effect, and after. */
  readonly before: number
  readonly after: number
  readonly effect?: Effect
}

/** The rules that stand, and what is left of them. */
export class FaultInjection {
  readonly #seed: string
  readonly #start: readonly ReadRule[]
  #rules: Standing[] = []

  /** The same seed and the same requests give the same strikes. */
  constructor(seed: string, start: readonly ReadRule[]) {
    this.#seed = seed
    this.#start = start
    this.reset()
  }

  /** Has these rules in the place of all. */
  replace(rules: readonly ReadRule[]): void {
    this.#rules = rules.map((rule, index) => new Standing(rule, `${this.#seed}\nfault ${index}`))
  }

  /** Has the rules of the start, as they were then. */
  reset(): void {
    this.replace(this.#start)
  }

  /** The rules as they could be given again: `next` is what is left of it, and spent ones are gone. */
  standing(): FaultRule[] {
    return this.#rules.flatMap((rule) => rule.left())
  }

  /** Asks the rules in their order: latencies add up, and of the others the first that strikes is it. */
  strike(operation: OperationName, accountId: string): Strike | undefined {
    if (this.#rules.length === 0) return undefined
    let before = 0
    let after = 0
    let effect: Effect | undefined
    let struck = false
    for (const rule of this.#rules) {
      const each = rule.rule.effect
      if (each.kind !== 'latency' && effect) continue
      if (!rule.strikes(operation, accountId)) continue
      struck = true
      if (each.kind !== 'latency') effect = each
      else if (each.after) after += each.milliseconds
      else before += each.milliseconds
    }
    return struck ? { operation, before, after, effect } : undefined
  }
}

/** A rule and how far it is used up. Each has numbers of its own, so that one more rule changes no other. */
class Standing {
  readonly rule: ReadRule
  readonly #numbers: Numbers
  #left: number

  constructor(rule: ReadRule, name: string) {
    this.rule = rule
    this.#numbers = generator(name)
    this.#left = rule.next
  }

  strikes(operation: OperationName, accountId: string): boolean {
    const { operations, accounts, probability } = this.rule
    if (this.#left === 0) return false
    if (operations && !operations.has(operation)) return false
    if (accounts && !accounts.has(accountId)) return false
    if (probability < 1 && this.#numbers() / 2 ** 32 >= probability) return false
    this.#left--
    return true
  }

  left(): FaultRule[] {
    const { written } = this.rule
    if (this.#left === 0) return []
    return [Number.isFinite(this.#left) ? { ...written, next: this.#left } : written]
  }
}

/** What came of a request. */
export interface Outcome {
  readonly reply: Reply
  readonly fault?: ServiceFault
}

/** What the journal says of a request that was struck. */
export interface Injected {
  /** The kind of the rule, or the fault that it names; `latency` where there was nothing else. */
  readonly injected: string
  /** Milliseconds, where there was latency. */
  readonly latency?: number
  readonly tookEffect: boolean
}

/** No answer at all. */
const silence: Outcome = {
  reply: { statusCode: 0, contentType: service.contentType, body: '', mishap: { kind: 'reset' } },
}

/**
 * Has a request struck. `act` carries it out; `note` writes down what came of it and answers the reply.
 * A caller that goes during the latency before the operation keeps it from taking effect.
 */
export function suffer(
  { operation, before, after, effect }: Strike,
  act: () => Outcome,
  note: (outcome: Outcome, injected: Injected) => Reply,
): Reply | Later {
  const latency = before + after > 0 ? before + after : undefined
  const tell = (outcome: Outcome, tookEffect: boolean) =>
    note(outcome, { injected: effect?.name ?? 'latency', latency, tookEffect })
  const proceed = () => {
    const real = effect && preventsEffect(effect) ? undefined : act()
    const reply = tell(effect ? befallen(effect, operation, real) : real!, real !== undefined && !real.fault)
    return later(after, () => reply)
  }
  return later(before, proceed, () => tell(silence, false))
}

function later(milliseconds: number, reply: Later['reply'], abandoned?: () => void): Reply | Later {
  return milliseconds === 0 ? reply() : { milliseconds, reply, abandoned }
}

/** What is done to the body of an answer needs the answer. */
const preventsEffect = ({ kind, after }: Effect) => !after && !onTheWay.has(kind)

const onTheWay: ReadonlySet<Effect['kind']> = new Set(['truncate', 'wrong-length', 'wrong-crc', 'drip'])

/** What goes out; `real` is what the operation answered, if it was carried out. */
function befallen(effect: Effect, operation: OperationName, real: Outcome | undefined): Outcome {
  switch (effect.kind) {
    case 'reset':
      return silence
    case 'bad-gateway':
      return { reply: badGateway }
    case 'wrong-crc':
      return { ...real!, reply: withWrongCrc(real!.reply) }
    case 'truncate':
    case 'wrong-length':
    case 'drip':
      return { ...real!, reply: { ...real!.reply, mishap: mishapOf(effect) } }
    default: {
      const fault = faultOf(effect, operation)
      return { reply: fault.reply(service.contentType), fault }
    }
  }
}

const mishapOf = ({ kind, milliseconds }: Effect) => ({ kind, milliseconds }) as Mishap

const faultOfKind: Partial<Record<Effect['kind'], MockFaultName>> = {
  throttle: 'ThrottlingException',
  'internal-error': 'InternalServerError',
  unavailable: 'ServiceUnavailableException',
}

function faultOf({ kind, fault, message }: Effect, operation: OperationName): ServiceFault {
  const name = faultOfKind[kind] ?? fault!
  if (name === 'ThrottlingException') return throttled(operation, 'fault-injection', message)
  return new ServiceFault(name, message ?? faultTexts[name] ?? helpOf(name))
}

const helpOf = (name: MockFaultName) =>
  Object.hasOwn(faults, name) ? faults[name as FaultName].help : 'The mock was told to answer this fault.'

/** As an Application Load Balancer answers when what is behind it does not. */
const badGateway: Reply = {
  statusCode: 502,
  contentType: 'text/html',
  body: [
    '<html>',
    '<head><title>502 Bad Gateway</title></head>',
    '<body>',
    '<center><h1>502 Bad Gateway</h1></center>',
    '</body>',
    '</html>',
    '',
  ].join('\r\n'),
  headers: { Server: 'awselb/2.0' },
  // The service never saw the request.
  requestId: undefined,
}

function withWrongCrc(reply: Reply): Reply {
  const wrong = (crc32(reply.body) ^ 1) >>> 0
  return { ...reply, headers: { ...reply.headers, 'x-amz-crc32': String(wrong) } }
}
