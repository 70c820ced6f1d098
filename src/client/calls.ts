/** One call of an operation: checked, approved, sent, sent again where it may be, and observed. */
import { type Input, type OperationName, type Output, operation } from '../model/operations.ts'
import { refusesKeys } from './credentials-keeper.ts'
import { localError, SupportError } from './errors.ts'
import { checkedInput } from './input.ts'
import { type ObservedCall, tell } from './observe.ts'
import { leavesOpen, withOutcome } from './outcome.ts'
import { backOff, isTransient, realDelay } from './retry.ts'
import type { Settings, Surroundings } from './settings.ts'
import type { Answer, Transport } from './transport.ts'
import { decode, encode } from './wire.ts'

/** Options of one call. */
export interface CallOptions {
  /** Gives the call up. */
  signal?: AbortSignal
}

/** What is settled for a call by the one that it is a part of. */
interface Standing {
  /** A person was asked for the whole. */
  readonly approved?: boolean
  /** It writes, and what it leaves behind when it is done twice does no harm. */
  readonly repeatable?: boolean
}

/** A request as it is sent, and how far it came. */
interface Sending {
  readonly operation: OperationName
  readonly body: string
  readonly call: ObservedCall
  readonly signal?: AbortSignal
  readonly repeatable: boolean
  /** Whether that of the latest attempt was taken by a connection. */
  sent: boolean
  /** Whether the observer was told. */
  told: boolean
  /** Whether it may have had an effect at some attempt. */
  inDoubt: boolean
}

export class Calls {
  readonly settings: Settings
  readonly surroundings: Surroundings
  #transport: Promise<Transport> | undefined

  constructor(settings: Settings, surroundings: Surroundings) {
    this.settings = settings
    this.surroundings = surroundings
  }

  /** The call as its method does it: the input is whatever was given. */
  call(name: OperationName, given: unknown, options?: CallOptions): Promise<Record<string, unknown>> {
    return this.#run(name, given, options, {})
  }

  /** A part of something that was approved as a whole, and that may be done twice. */
  async callAsPart<N extends OperationName>(
    name: N,
    input: Input<N>,
    options: CallOptions,
  ): Promise<Output<N>> {
    return (await this.#run(name, input, options, { approved: true, repeatable: true })) as Output<N>
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

  async close(): Promise<void> {
    const transport = this.#transport
    this.#transport = undefined
    ;(await transport)?.close()
  }

  async #run(
    name: OperationName,
    given: unknown,
    { signal = this.surroundings.signal?.() }: CallOptions = {},
    { approved = false, repeatable = false }: Standing,
  ): Promise<Record<string, unknown>> {
    signal?.throwIfAborted()
    const { input: members, kind } = operation(name)
    const input = this.#inMode(name, checkedInput(name, given))
    // Written down here, so that what is approved is what is sent.
    const body = encode(members, input)
    const call = this.#observed(name, body)
    const untouched = { sent: false, told: false, inDoubt: false }
    const sending: Sending = { operation: name, body, call, signal, repeatable, ...untouched }
    const { observe } = this.surroundings
    tell(observe, { type: 'started', call })
    try {
      if (kind === 'write' && !approved && this.surroundings.approve) {
        await this.approve(name, JSON.parse(body))
        signal?.throwIfAborted()
      }
      const { output } = await this.#attempts(sending)
      tell(observe, { type: 'answered', call, output })
      return output
    } catch (thrown) {
      const error = withOutcome(thrown, { operation: name, input, sent: sending.inDoubt })
      tell(observe, { type: 'failed', call, error })
      throw error
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

  async #attempts(sending: Sending): Promise<Answer> {
    const { operation: name, signal } = sending
    const { credentials, maxAttempts } = this.settings
    // A write whose answer got lost may have taken effect: it is not sent twice.
    let most = operation(name).kind === 'read' || sending.repeatable ? maxAttempts : 1
    let isRenewed = false
    for (let attempt = 1; ; attempt++) {
      signal?.throwIfAborted()
      const { renewals } = credentials
      sending.sent = false
      try {
        return await this.#logged(name, attempt, () => this.#send(sending))
      } catch (error) {
        if (error instanceof SupportError) {
          Object.assign(error, { attempts: attempt })
          sending.inDoubt ||= sending.sent && leavesOpen(error)
        }
        if (refusesKeys(error)) {
          if (isRenewed || !(await this.#renewed(error, renewals))) throw credentials.refused(error)
          // A request that is refused for its keys had no effect: it goes out once more, also when it writes.
          isRenewed = true
          most++
        } else {
          if (attempt >= most || signal?.aborted || !isTransient(error)) throw error
          await backOff(attempt, this.surroundings.delay ?? realDelay, signal)
        }
      }
    }
  }

  async #renewed(fault: SupportError, renewals: number): Promise<boolean> {
    const { credentials } = this.settings
    try {
      return await credentials.renew(renewals)
    } catch (error) {
      throw error instanceof SupportError ? credentials.refused(fault, error) : error
    }
  }

  async #send(sending: Sending): Promise<Answer> {
    // The signer and the HTTP client take a while to load: only the first request needs them.
    this.#transport ??= import('./transport.ts').then(
      ({ Transport }) => new Transport(this.settings, this.surroundings.parseJson),
    )
    const transport = await this.#transport
    const sent = () => {
      sending.sent = true
      if (!sending.told) tell(this.surroundings.observe, { type: 'sent', call: sending.call })
      sending.told = true
    }
    return transport.send(sending.operation, sending.body, { signal: sending.signal, sent })
  }

  async #logged(name: OperationName, attempt: number, run: () => Promise<Answer>): Promise<Answer> {
    const { logger } = this.settings
    if (!logger) return run()
    const start = performance.now()
    const entry = () => ({ operation: name, attempt, milliseconds: Math.round(performance.now() - start) })
    try {
      const answer = await run()
      logger.debug({ ...entry(), statusCode: answer.statusCode, requestId: answer.requestId })
      return answer
    } catch (error) {
      const { name: errorName, statusCode, requestId } = error as Partial<SupportError>
      logger.debug({ ...entry(), statusCode, requestId, error: errorName })
      throw error
    }
  }
}
