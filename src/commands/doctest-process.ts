/**
 * The process that examples share with whoever runs them, be that the command, mocha or node:test. An example
 * that would end it fails instead, what it writes past its console is its output, and what a file did to it is undone
 * when its session closes.
 */
import { syncBuiltinESMExports } from 'node:module'
import { isMainThread } from 'node:worker_threads'

/** What an example that would have ended the process ends in. */
export class ProcessExit extends Error {
  override readonly name = 'ProcessExit'

  constructor(call: string) {
    super(`${call} would end the whole run`)
  }
}

/** A session's part in the process. */
export interface Guarded {
  /** An example begins. */
  begin(): void
  /**
   * It has ended: the exit status that it set is not how the whole run ends. Answers how it, or what ran before,
   * would have ended the process, also where the error was caught.
   */
  end(): readonly ProcessExit[]
  release(): void
}

interface Watched {
  readonly isOurs: () => boolean
  readonly print: (text: string) => void
  taken: ProcessExit[]
}

const none: readonly ProcessExit[] = []

/** The sessions that have not closed yet. */
const watched = new Set<Watched>()
let undo: (() => void) | undefined
let installed = false
/** The exit status before an example set one, and the one that examples set last. */
let status: { before: typeof process.exitCode; set: typeof process.exitCode } | undefined

/**
 * Guards the process from a session. `isOurs` tells whether the code that runs now is code of it, `print` takes what
 * that writes to the streams of the process: what is imported has the console of the process, not that of the session.
 */
export function guardProcess(isOurs: () => boolean, print: (text: string) => void): Guarded {
  if (!installed) {
    replaceWhatEnds()
    replaceWrite(process.stdout)
    replaceWrite(process.stderr)
  }
  installed = true
  if (watched.size === 0) undo = keepProcess()
  const session: Watched = { isOurs, print, taken: [] }
  let before = process.exitCode
  watched.add(session)
  return {
    begin() {
      before = process.exitCode
    },
    end() {
      const { exitCode: set } = process
      if (set !== before) status = { before: status ? status.before : before, set }
      return session.taken.length === 0 ? none : session.taken.splice(0)
    },
    release() {
      if (watched.delete(session) && watched.size === 0) undo?.()
    },
  }
}

/** Notes what was changed of the process; answers how to change it back. */
function keepProcess(): () => void {
  const env = { ...process.env }
  const directory = process.cwd()
  return () => {
    // A test runner may have set its own since.
    if (status && process.exitCode === status.set) process.exitCode = status.before
    status = undefined
    for (const name of Object.keys(process.env)) if (!Object.hasOwn(env, name)) delete process.env[name]
    for (const [name, value] of Object.entries(env)) {
      if (process.env[name] !== value) process.env[name] = value
    }
    // Another thread cannot change it.
    if (isMainThread && process.cwd() !== directory) process.chdir(directory)
  }
}

/** Signals that end no process by themselves. */
const harmless = new Set(['SIGCHLD', 'SIGCONT', 'SIGINFO', 'SIGIO', 'SIGURG', 'SIGUSR1', 'SIGWINCH'])

/** Only code of a session is refused: whoever runs the transcripts may end the process at any time. */
function replaceWhatEnds(): void {
  // What exit() ends in, of which Node has no type; called by itself it would not even say that it ends.
  const { exit, reallyExit, abort, kill } = process as typeof process & { reallyExit(status?: number): never }
  Object.assign(process, {
    exit(...status: Parameters<typeof exit>): never {
      refuse(`process.exit(${status.join()})`)
      // Whether there is a status makes a difference, even if it is undefined.
      return exit.apply(process, status)
    },
    reallyExit(...status: [number?]): never {
      refuse(`process.reallyExit(${status.join()})`)
      return reallyExit.apply(process, status)
    },
    abort(): never {
      refuse('process.abort()')
      return abort.call(process)
    },
    kill(pid: number, signal: string | number = 'SIGTERM'): true {
      // The group of a process is named by a minus, and -1 means all that there are.
      const isOwn = Math.abs(pid) === process.pid || pid === 0 || pid === -1
      if (isOwn && isFatal(signal)) {
        const whom = pid === process.pid ? 'process.pid' : pid === -process.pid ? '-process.pid' : pid
        refuse(`process.kill(${whom}${signal === 'SIGTERM' ? '' : `, ${JSON.stringify(signal)}`})`)
      }
      return kill.call(process, pid, signal)
    },
  })
  // For those who import what they call by its name.
  syncBuiltinESMExports()
}

const isFatal = (signal: string | number): boolean => signal !== 0 && !harmless.has(String(signal))

function refuse(call: string): void {
  const session = findOurs()
  if (!session) return
  const error = new ProcessExit(call)
  session.taken.push(error)
  throw error
}

type Done = (error?: Error | null) => void

function replaceWrite(stream: NodeJS.WriteStream): void {
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean
  stream.write = (chunk: string | Uint8Array, ...rest: (BufferEncoding | Done | undefined)[]): boolean => {
    const session = findOurs()
    if (!session) return write(chunk, ...rest)
    session.print(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString())
    const done = rest.find((each) => typeof each === 'function')
    if (done) process.nextTick(done, null)
    return true
  }
}

/** The session whose code runs now. */
function findOurs(): Watched | undefined {
  for (const session of watched) if (session.isOurs()) return session
  return undefined
}
