/** How far the files of `conn.attach` are, on a line of the screen that is written over. */
import type { AttachProgress } from '../client/attach/progress.ts'
import { harmless } from '../text/harmless.ts'
import type { Screen } from './dot-commands/dot-command.ts'

const megabyte = 1024 * 1024

/** Files up to this size, in bytes, are through before anybody has read a line about them. */
const small = 5 * megabyte

/** A case takes a file only once the service has looked at it, which is the longer part of a short upload. */
const ready = '; waiting until the service has it ready\n'

const clearLine = '\r\u001b[K'

/** Shows the files that are large, each until all of it was sent. `now` in milliseconds. */
export function attachProgress(
  screen: () => Pick<Screen, 'write'>,
  now: () => number = Date.now,
): (progress: AttachProgress) => void {
  const shownAt = new Map<string, number>()
  return ({ fileName, sentBytes, totalBytes }) => {
    if (totalBytes <= small) return
    const isDone = sentBytes >= totalBytes
    // Ten times a second is as often as anyone can read.
    if (!isDone && now() - (shownAt.get(fileName) ?? Number.NEGATIVE_INFINITY) < 100) return
    shownAt.set(fileName, now())
    if (isDone) shownAt.delete(fileName)
    const name = [...harmless(fileName)].slice(0, 40).join('')
    const done = `${inMegabytes(sentBytes)} of ${inMegabytes(totalBytes)} MB`
    screen().write(`${clearLine}${name}: ${done} sent${isDone ? ready : ''}`)
  }
}

const inMegabytes = (bytes: number) => (bytes / megabyte).toFixed(1)
