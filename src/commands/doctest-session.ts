/** How transcripts get their sessions: from the command line, in this thread or in another, and in test runners. */
import { isMainThread } from 'node:worker_threads'
import type { EvaluateOptions, OpenSession } from '../transcript/replay.ts'
import { ProcessExit } from './doctest-process.ts'
import { RunWatchdog } from './doctest-watchdog.ts'
import {
  type TranscriptSession,
  type TranscriptSessionOptions,
  transcriptSessions,
} from './transcript-session.ts'

type Open = (options: Parameters<OpenSession>[0]) => Promise<TranscriptSession>

/** Sessions for a run. */
export interface DoctestSessions {
  readonly open: Open
  /** Where the example stands that runs now, or that ran last: `guide.md:12`. */
  place(): string | undefined
  /** There are no more to come. */
  close(): void
}

/**
 * Opens sessions whose examples also fail by errors that nobody waits for, and in which nothing gets stuck.
 * `hosted` by a test runner, these errors are taken from it while a session is open: it would give them to
 * another test, or end the run.
 */
export function doctestSessions(options: TranscriptSessionOptions, { hosted = false } = {}): DoctestSessions {
  // A watchdog stops the main thread; other threads are watched from there.
  const watchdog = isMainThread && !options.watchdog ? new RunWatchdog() : undefined
  const strays: unknown[] = []
  const gather = (error: unknown) => {
    // The session tells of these itself.
    if (!(error instanceof ProcessExit)) strays.push(error)
  }
  // A rejection by itself: as an exception it would be told in Node's words where its reason is no error.
  if (!hosted) for (const name of errorEvents) process.on(name, gather)
  // A test runner may run none of its tests.
  if (!hosted) watchdog?.start()
  let last: EvaluateOptions | undefined
  const sessions = failingOn(strays, transcriptSessions({ watchdog, hosted, ...options }), (began) => {
    last = began
  })
  return {
    open: hosted ? taking(gather, sessions) : sessions,
    place: () => last && `${last.filename}:${last.line}`,
    close() {
      for (const name of errorEvents) process.off(name, gather)
      watchdog?.end()
    },
  }
}

/** Takes uncaught errors, and rejections that nobody handles, from all other listeners while a session is open. */
function taking(gather: (error: unknown) => void, open: Open): Open {
  return async (options) => {
    const session = await open(options)
    const giveBack = takeErrors(gather)
    return {
      ...session,
      async close() {
        giveBack()
        await session.close()
      },
    }
  }
}

const errorEvents = ['uncaughtException', 'unhandledRejection'] as const

/** Those who take errors; sessions may close in any order. */
const takers: { readonly gather: (error: unknown) => void }[] = []
let giveAllBack = () => {}

/** Gives errors that nobody waits for to the one who took them last. Answers how to give them back. */
function takeErrors(gather: (error: unknown) => void): () => void {
  const taker = { gather }
  if (takers.length === 0) giveAllBack = replaceListeners((error) => takers.at(-1)?.gather(error))
  takers.push(taker)
  return () => {
    const index = takers.indexOf(taker)
    if (index < 0) return
    takers.splice(index, 1)
    if (takers.length === 0) giveAllBack()
  }
}

function replaceListeners(listener: (error: unknown) => void): () => void {
  const before = errorEvents.map((name) => process.rawListeners(name))
  for (const name of errorEvents) process.removeAllListeners(name).on(name, listener)
  return () => {
    for (const [index, name] of errorEvents.entries()) {
      process.off(name, listener)
      for (const each of before[index]!) process.on(name, each as (...args: unknown[]) => void)
    }
  }
}

/** Errors that no example waits for, of timers and promises, fail the example that runs. */
function failingOn(strays: unknown[], open: Open, onBegin: (options: EvaluateOptions) => void): Open {
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
        onBegin(evaluateOptions)
        const evaluation = await session.evaluate(source, evaluateOptions)
        // Node tells of a rejection that nobody handles only after this turn of its loop.
        await new Promise(setImmediate)
        if (strays.length === 0) return evaluation
        const texts = strays.splice(0).map((error) => `Uncaught ${headline(error)}`)
        return { ...evaluation, text: [evaluation.text, ...texts].filter(Boolean).join('\n'), failed: true }
      },
      async close() {
        await session.close()
        // What came after the last example is no failure of another session's first one.
        strays.length = 0
      },
    }
  }
}

const headline = (error: unknown) =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error)
