/** Connections that the other side has closed. */
import { setImmediate } from 'node:timers/promises'

// The end of a connection is read in one turn of the event loop, and let go of in the next ones.
const turns = 3

/**
 * Lets the process take note of what was closed while it was busy: a request over such a connection would be
 * lost, and nobody could say so.
 */
export async function noticeClosed(): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await setImmediate()
}
