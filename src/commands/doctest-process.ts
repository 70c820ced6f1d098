/**
 * The process that examples share with whoever runs them, be that the command, mocha or node:test. An example
 * that would end it fails instead, what it writes past its console is its output, and what a file did to it is undone
 * when its session closes.
 */
import { syncBuiltinESMExports } from 'node:module'
import { StringDecoder } from 'node:string_decoder'
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
  /** An example is being evaluated, and nobody else writes meanwhile. */
  isWriting: boolean
  taken: ProcessExit[]
}

const none: readonly ProcessExit[] = []

/** The sessions that have not closed yet. */
const watched = new Set<Watched>()
let undo: (() => void) | undefined
let installed = false
/** The exit status before an example set one, and the one that examples set last. */
let status: { before: typeof process.exitCode; set: typeof process.exitCode } | undefined

export interface GuardOptions {
  /** Whether the code that runs now is code of the session. */
  readonly isOurs: () => boolean
  /** Takes what is written to the streams of the process: what is imported has its console, not the session's. */
  readonly print: (text: string) => void
  /** The process is a test runner's, which also writes while an example runs. */
  readonly hosted: boolean
}

/** Guards the process from a session. */
export function guardProcess({ isOurs, print, hosted }: GuardOptions): Guarded {
  if (!installed) {
    replaceWhatEnds()
    replaceWrite(process.stdout)
    replaceWrite(process.stderr)
  }
  installed = true
  if (watched.size === 0) undo = keepProcess()
  const session: Watched = { isOurs, print, isWriting: false, taken: [] }
  let before = process.exitCode
  watched.add(session)
  return {
    begin() {
      before = process.exitCode
      session.isWriting = !hosted
    },
    end() {
      session.isWriting = false
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

let isRunner = false

/** Writes what whoever runs the examples has to say while one of them may be evaluated. */
export function asRunner(write: () => void): void {
  isRunner = true
  try {
    write()
  } finally {
    isRunner = false
  }
}

type Done = (error?: Error | null) => void

/**
 * Gives a session what its examples write. Warnings of Node go to standard error at any time: of that, only what code
 * of the session is seen to write is its own.
 */
function replaceWrite(stream: NodeJS.WriteStream): void {
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean
  // Pieces of bytes may end in the middle of a character.
  const decoder = new StringDecoder()
  stream.write = (chunk: string | Uint8Array, ...rest: (BufferEncoding | Done | undefined)[]): boolean => {
    const session = isRunner ? undefined : (stream === process.stdout && findWriting()) || findOurs()
    if (!session) return write(chunk, ...rest)
    const [encoding] = rest
    const isText = typeof chunk === 'string' && (typeof encoding !== 'string' || /^utf-?8$/i.test(encoding))
    const bytes = () =>
      typeof chunk === 'string' ? Buffer.from(chunk, encoding as BufferEncoding) : Buffer.from(chunk)
    session.print(isText ? chunk : decoder.write(bytes()))
    const done = rest.find((each) => typeof each === 'function')
    if (done) process.nextTick(done, null)
    return true
  }
}

function findWriting(): Watched | undefined {
  for (const session of watched) if (session.isWriting) return session
  return undefined
}

/** The session whose code runs now. */
function findOurs(): Watched | undefined {
  for (const session of watched) if (session.isOurs()) return session
  return undefined
}
