/** How transcripts get their sessions from the command line, in this thread or in another. */
import { isMainThread } from 'node:worker_threads'
import { Watchdog } from '../shell/session/watchdog.ts'
import type { OpenSession } from '../transcript/replay.ts'
import {
  type TranscriptSession,
  type TranscriptSessionOptions,
  transcriptSessions,
} from './transcript-session.ts'

/** Sessions whose examples also fail by errors that nobody waits for, and that nothing can get stuck in. */
export function doctestSessions(
  options: TranscriptSessionOptions,
): (options: Parameters<OpenSession>[0]) => Promise<TranscriptSession> {
  // A watchdog stops the main thread; other threads are watched from there.
  return failingOnStrays(
    transcriptSessions({ ...options, watchdog: isMainThread ? new SharedWatchdog() : undefined }),
  )
}

/** One thread watches over all sessions of a run. */
class SharedWatchdog extends Watchdog {
  override dispose(): void {
    this.rest()
  }
}

/** Errors that no example waits for, of timers and promises, fail the example that runs. */
function failingOnStrays(
  open: (options: Parameters<OpenSession>[0]) => Promise<TranscriptSession>,
): (options: Parameters<OpenSession>[0]) => Promise<TranscriptSession> {
  const strays: unknown[] = []
  process.on('uncaughtException', (error) => strays.push(error))
  return async (options) => {
    const session = await open(options)
    return {
      ...session,
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
