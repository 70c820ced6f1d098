/** Uploads that broke off, to be continued when the same file is attached again. */
import type { Calls } from '../calls.ts'

/** What is known of one. */
export interface Unfinished {
  readonly uploadId: string
  readonly totalParts: number
  readonly partSizeBytes: number
  /** The parts that arrived. */
  readonly done: readonly { readonly partIndex: number; readonly eTag: string }[]
}

/** More are not remembered by one connection. */
const most = 100

const ofConnections = new WeakMap<Calls, Map<string, Unfinished>>()

export function remember(calls: Calls, identity: string, upload: Unfinished): void {
  const known = ofConnections.get(calls) ?? new Map<string, Unfinished>()
  ofConnections.set(calls, known)
  known.set(identity, upload)
  const [oldest] = known.keys()
  if (known.size > most) known.delete(oldest!)
}

/** The upload of this file that broke off, which is then no longer remembered. */
export function recall(calls: Calls, identity: () => string): Unfinished | undefined {
  const known = ofConnections.get(calls)
  // To identify what is in memory takes time: nearly always there is nothing to look for.
  if (!known || known.size === 0) return undefined
  const key = identity()
  const found = known.get(key)
  known.delete(key)
  return found
}
