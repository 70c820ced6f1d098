/** How transcripts get their sessions from the command line, in this thread or in another. */
import { isMainThread } from 'node:worker_threads'
import type { OpenSession } from '../transcript/replay.ts'
import { RunWatchdog } from './doctest-watchdog.ts'
import {
  type TranscriptSession,
  type TranscriptSessionOptions,
  transcriptSessions,
} from './transcript-session.ts'

type Open = (options: Parameters<OpenSession>[0]) => Promise<TranscriptSession>

/**
 * Opens sessions whose examples also fail by errors that nobody waits for, and in which nothing gets stuck;
 * `close` when there are no more to come.
 */
export function doctestSessions(options: TranscriptSessionOptions): { open: Open; close(): void } {
  // A watchdog stops the main thread; other threads are watched from there.
  const watchdog = isMainThread && !options.watchdog ? new RunWatchdog() : undefined
  return {
    open: failingOnStrays(transcriptSessions({ watchdog, ...options })),
    close: () => watchdog?.end(),
  }
}

/** Errors that no example waits for, of timers and promises, fail the example that runs. */
function failingOnStrays(open: Open): Open {
  const strays: unknown[] = []
  process.on('uncaughtException', (error) => strays.push(error))
  return async (options) => {
    const session = await open(options)
    return {
      ...session,
      enter(terminal) {
        const { shell, leave } = session.enter(terminal)
        const before = [...strays]
        return {
          shell,
          leave() {
            // What goes wrong while a person is in there is shown there, and no example's.
            strays.splice(0, strays.length, ...before)
            leave()
          },
        }
      },
      async evaluate(source, evaluateOptions) {
        const evaluation = await session.evaluate(source, evaluateOptions)
        // Node tells of a rejection that nobody handles only after this turn of its loop.
        await new Promise(setImmediate)
        if (strays.length === 0) return evaluation
        const texts = strays.splice(0).map((error) => `Uncaught ${headline(error)}`)
        return { ...evaluation, text: [evaluation.text, ...texts].filter(Boolean).join('\n'), failed: true }
      },
    }
  }
}

const headline = (error: unknown) =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error)
