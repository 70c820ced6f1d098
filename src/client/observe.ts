/** What happens to a call, for whoever keeps a log of a connection. */
import { inspect, types } from 'node:util'
import type { OperationName } from '../model/operations.ts'

/** One call of an operation. It is the same object in all events of the call. */
export interface ObservedCall {
  readonly operation: OperationName
  /** As it is sent: checked, without absent members, bytes as Uint8Array; a copy. */
  readonly input: Readonly<Record<string, unknown>>
  readonly endpoint: string
}

/**
 * - `started`: the input is in order. A write is not approved yet.
 * - `sent`: a connection was there, and it has taken the request: it may have arrived. Once a call, even
 *   when the request goes out again.
 * - `answered`: `output` is the very object that the caller gets.
 * - `failed`: also when the write was refused, or the call was given up; `error` is what the caller gets.
 *
 * Every call that started ends with one of the last two. Input that breaks the model starts no call.
 */
export type CallEvent =
  | { readonly type: 'started' | 'sent'; readonly call: ObservedCall }
  | {
      readonly type: 'answered'
      readonly call: ObservedCall
      readonly output: Readonly<Record<string, unknown>>
    }
  | { readonly type: 'failed'; readonly call: ObservedCall; readonly error: unknown }

/** Tells an observer. Its mistakes are its own: they become warnings of the process, and break no call. */
export function tell<E>(observer: ((event: E) => void) | undefined, event: E): void {
  try {
    const done: unknown = observer?.(event)
    if (types.isPromise(done)) done.catch(warn)
  } catch (error) {
    warn(error)
  }
}

function warn(error: unknown): void {
  const said = error instanceof Error ? error.message : inspect(error)
  process.emitWarning(`An observer of a connection failed: ${said}`, 'ObserverWarning')
}
