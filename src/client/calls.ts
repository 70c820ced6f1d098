/** One call of an operation: checked, approved, sent as often as it may be, looked for when it is lost, observed. */
import { randomUUID } from 'node:crypto'
import { type Input, type OperationName, type Output, operation } from '../model/operations.ts'
import type { Answer } from './answer.ts'
import { type Sending, untilAnswered } from './attempts.ts'
import { ServiceClock } from './clock.ts'
import { takesData, withBytes } from './data.ts'
import { localError } from './errors.ts'
import { noticeClosed } from './http/closed.ts'
import { checkedInput, shown } from './input.ts'
import type { Read } from './lost-write/looks.ts'
import type { Trace } from './lost-write/trace.ts'
import { keepMetadata } from './metadata.ts'
import { type ObservedCall, tell } from './observe.ts'
import { type OptionKind, wrongOption } from './options.ts'
import { type UnansweredCall, withOutcome } from './outcome.ts'
import type { RateLimiter } from './rate-limiter.ts'
import { type Delay, RetryQuota, realDelay } from './retry.ts'
import type { Settings, Surroundings } from './settings.ts'
import { longestTimer, Stop } from './stop.ts'
import type { Transport } from './transport.ts'
import { decode, encode } from './wire.ts'

/** Options of one call. */
export interface CallOptions {
  /**
   * Gives the call up: it rejects with the reason of the signal. A write that is given up while it is under
   * way may have taken effect.
   */
  signal?: AbortSignal
  /** Milliseconds for the whole call, with all its attempts; instead of the connection's. */
  callTimeout?: number
}

/** What is settled for a call by the one that it is a part of. */
interface Standing {
  /** A person was asked for the whole. */
  readonly approved?: boolean
  /** It is nobody's own call: observers hear of the whole. */
  readonly silent?: boolean
}

/** A call as it is settled. */
interface Call {
  readonly operation: OperationName
  readonly input: Record<string, unknown>
  readonly body: string
  readonly observed: ObservedCall
  readonly silent: boolean
  /** Whether the observer was told that it was sent. */
  told: boolean
}

export class Calls {
  readonly settings: Settings
  readonly surroundings: Surroundings
  readonly #clock: ServiceClock
  readonly #quota = new RetryQuota()
  readonly #underWay = new Set<Stop>()
  #transport: Promise<Transport> | undefined
  #limiter: Promise<RateLimiter> | undefined
  #tracing: Promise<typeof import('./lost-write/trace.ts')> | undefined

  constructor(settings: Settings, surroundings: Surroundings) {
    this.settings = settings
    this.surroundings = surroundings
    this.#clock = new ServiceClock(surroundings.now)
  }

  /** The call as its method does it: the input is whatever was given. */
  async call(name: OperationName, given: unknown, options?: CallOptions): Promise<Record<string, unknown>> {
    checkOptions(name, options ?? {})
    return this.#run(name, given, options ?? {}, {})
  }

  /** A part of something that was approved as a whole. */
  async callAsPart<N extends OperationName>(
    name: N,
    input: Input<N>,
    options: CallOptions,
  ): Promise<Output<N>> {
    return (await this.#run(name, input, options, { approved: true })) as Output<N>
  }

  /** Runs what is more than one call: it is given up by its caller's signal, and with the connection. */
  asWhole<T>(caller: AbortSignal | undefined, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.#untilStopped(caller, ({ signal }) => run(signal))
  }

  /** Asks whether a write may be sent, where there is one to ask; rejects when it may not. */
  async approve(name: OperationName, input: Readonly<Record<string, unknown>>): Promise<void> {
    const { endpoint } = this.settings
    const dryRun = input['dryRun'] === true
    await this.surroundings.approve?.({ operation: name, input, endpoint, dryRun })
  }

  /** Whether nothing is to be changed for now. */
  get isDry(): boolean {
    return this.surroundings.dryRun?.() ?? false
  }

  /** Gives up what is under way, and closes the sockets. */
  async close(): Promise<void> {
    const transport = this.#transport
    this.#transport = undefined
    for (const stop of this.#underWay) {
      stop.give(localError('ConnectionClosed', 'The connection was closed before the answer arrived'))
    }
    try {
      ;(await transport)?.close()
    } catch {
      // It never opened, which its callers have heard.
    }
  }

  async #run(
    name: OperationName,
    given: unknown,
    options: CallOptions,
    { approved = false, silent = false }: Standing,
  ): Promise<Record<string, unknown>> {
    const { kind, input: members } = operation(name)
    const callTimeout = options.callTimeout ?? this.settings.callTimeout
    return this.#untilStopped(options.signal, async (stop) => {
      stop.limit(name, callTimeout)
      const bytes = takesData(members) ? await withBytes(members, given, stop.signal) : given
      const input = this.#inMode(name, checkedInput(name, bytes))
      // Written down here, so that what is approved is what is sent.
      const body = encode(members, input)
      const call: Call = {
        ...{ operation: name, input, body, silent },
        ...{ observed: this.#observed(name, body), told: false },
      }
      this.#tell(call, { type: 'started' })
      try {
        if (kind === 'write' && !approved && this.surroundings.approve) {
          // A person may take all the time in the world.
          stop.limit(name, 0)
          await this.approve(name, JSON.parse(body))
          stop.signal.throwIfAborted()
          stop.limit(name, callTimeout)
        }
        const output = await this.#done(call, stop.signal)
        this.#tell(call, { type: 'answered', output })
        return output
      } catch (error) {
        this.#tell(call, { type: 'failed', error })
        throw error
      }
    })
  }

  async #untilStopped<T>(caller: AbortSignal | undefined, run: (stop: Stop) => Promise<T>): Promise<T> {
    const signal = caller ?? this.surroundings.signal?.()
    signal?.throwIfAborted()
    const stop = new Stop(signal)
    this.#underWay.add(stop)
    try {
      return await run(stop)
    } finally {
      stop.end()
      this.#underWay.delete(stop)
    }
  }

  #inMode(name: OperationName, input: Record<string, unknown>): Record<string, unknown> {
    if (!this.isDry) return input
    const { input: members, kind } = operation(name)
    // The mode is a safety catch: it wins over what the input says.
    if ('dryRun' in members) return { ...input, dryRun: true }
    if (kind === 'read') return input
    throw localError('WriteRefused', `Dry run is on, and ${name} has none: nothing was sent`)
  }

  // Read when it is looked at: mostly there is no observer, and files make a large copy.
  #observed(name: OperationName, body: string): ObservedCall {
    const read = () => decode(operation(name).input, JSON.parse(body) as Record<string, unknown>)
    let input: ObservedCall['input'] | undefined
    return {
      operation: name,
      endpoint: this.settings.endpoint,
      get input() {
        input ??= read()
        return input
      },
    }
  }

  #tell(
    { observed: call, silent }: Call,
    event:
      | { readonly type: 'started' | 'sent' }
      | { readonly type: 'answered'; readonly output: Record<string, unknown> }
      | { readonly type: 'failed'; readonly error: unknown },
  ): void {
    if (!silent) tell(this.surroundings.observe, { ...event, call })
  }

  /** The answer, or that of the effect when the answer is lost. */
  async #done(call: Call, signal: AbortSignal): Promise<Record<string, unknown>> {
    const { operation: name, input } = call
    const { kind, effect } = operation(name)
    const isWrite = kind === 'write' && input['dryRun'] !== true
    const repeatable = !isWrite || effect?.repeatable === true
    const counted = { attempts: 0, sent: false, inDoubt: false }
    const sending: Sending = { operation: name, signal, repeatable, ...counted }
    const trace = isWrite && !repeatable ? await this.#traceOf(call) : undefined
    const doubtful = { operation: name, input, sent: true }
    try {
      const { output, statusCode, requestId } = await this.#answer(call, sending)
      trace?.answered(output)
      keepMetadata(output, { requestId, statusCode, attempts: sending.attempts })
      return output
    } catch (error) {
      // What was cut off before its answer is in doubt as well.
      const inDoubt = sending.inDoubt || (sending.sent && signal.aborted)
      if (!inDoubt || !trace || signal.aborted) throw withOutcome(error, { ...doubtful, sent: inDoubt })
      const output = await this.#recovered(trace, error, doubtful, signal)
      keepMetadata(output, { attempts: sending.attempts, recovered: true })
      return output
    } finally {
      trace?.end()
    }
  }

  /** The answer that a write would have had, if its effect is found; otherwise rejects. */
  async #recovered(
    trace: Trace,
    error: unknown,
    doubtful: UnansweredCall,
    signal: AbortSignal,
  ): Promise<Record<string, unknown>> {
    const looking = { read: this.#read(signal), delay: this.#delay, signal }
    const found = await trace.find(looking).catch((reason: unknown) => {
      throw withOutcome(reason, doubtful)
    })
    if (!('output' in found)) throw withOutcome(error, doubtful, found)
    const { parseJson = JSON.parse } = this.surroundings
    return parseJson(JSON.stringify(found.output)) as Record<string, unknown>
  }

  async #traceOf({ operation: name, input }: Call) {
    this.#tracing ??= import('./lost-write/trace.ts')
    const { Trace } = await this.#tracing
    return Trace.of({ operation: name, input, endpoint: this.settings.endpoint }, this.#clock)
  }

  /** Reads as a part of a call that goes on until the signal fires. */
  #read(signal: AbortSignal): Read {
    const standing = { approved: true, silent: true }
    return async <N extends OperationName>(name: N, input: Input<N>) =>
      (await this.#run(name, input, { signal, callTimeout: 0 }, standing)) as Output<N>
  }

  get #delay(): Delay {
    return this.surroundings.delay ?? realDelay
  }

  async #answer(call: Call, sending: Sending): Promise<Answer> {
    const { settings, surroundings } = this
    // The signer and the HTTP client take a while to load: only the first request needs them.
    this.#transport ??= import('./transport.ts')
      .then(({ Transport }) => Transport.open(settings, this.#clock, surroundings.parseJson))
      .catch((error: unknown) => {
        // A file of certificates may be there the next time.
        this.#transport = undefined
        throw error
      })
    if (settings.retryMode === 'adaptive') {
      this.#limiter ??= import('./rate-limiter.ts').then(({ adaptiveLimiter }) => adaptiveLimiter())
    }
    const [transport, limiter] = [await this.#transport, await this.#limiter]
    const invocation = randomUUID()
    const sent = () => {
      sending.sent = true
      if (!call.told) this.#tell(call, { type: 'sent' })
      call.told = true
    }
    const shared = { clock: this.#clock, quota: this.#quota, delay: this.#delay, random: surroundings.random }
    return untilAnswered(sending, { settings, limiter, ...shared }, async () => {
      if (!sending.repeatable) await noticeClosed()
      const headers = {
        'amz-sdk-invocation-id': invocation,
        'amz-sdk-request': `attempt=${sending.attempts}; max=${settings.maxAttempts}`,
      }
      return transport.send(call.operation, call.body, { signal: sending.signal, headers, sent })
    })
  }
}

const optionKinds = { signal: 'signal', callTimeout: 'any' } as const satisfies Record<
  keyof CallOptions,
  OptionKind
>

// A signal under another name would never end anything.
function checkOptions(name: OperationName, options: CallOptions): void {
  const wrong = wrongOption(options, optionKinds)
  if (wrong) throw localError('InvalidInput', `${name}: ${wrong}`)
  const { callTimeout } = options
  if (callTimeout === undefined || callTimeout === null) return
  if (!Number.isInteger(callTimeout) || callTimeout < 0 || callTimeout > longestTimer) {
    throw localError(
      'InvalidInput',
      `${name}: callTimeout must be a whole number of milliseconds up to ${longestTimer}, not ${shown(callTimeout)}`,
    )
  }
}
