/** Sessions for transcripts: the shell's own, each on a fresh mock, with its output in one text. */
import { dirname, resolve } from 'node:path'
import { Script } from 'node:vm'
import type { Environment } from '../client/credentials.ts'
import { localError, SupportError } from '../client/errors.ts'
import type { CallEvent } from '../client/observe.ts'
import type { MockEndpoint } from '../mock/index.ts'
import type { Session as ShellSession } from '../shell/session/session.ts'
import type { Watchdog } from '../shell/session/watchdog.ts'
import type { SessionShell } from '../shell/session-shell.ts'
import type { EvaluateOptions, Evaluation, OpenSession, RequestMade, Session } from '../transcript/index.ts'
import { CallCoverage } from './doctest-coverage.ts'
import { guardProcess, type ProcessExit } from './doctest-process.ts'
import type { LateTerminal } from './late-terminal.ts'
import { openShell } from './session-shell.ts'
import type { Target } from './workbench.ts'

/** What sessions of transcripts lead to. */
export interface TranscriptSessionOptions {
  /** Something else than a fresh mock for every session. */
  readonly live?: Target & { readonly kind: 'live' }
  /** Writes may be sent there. */
  readonly yes?: boolean
  /** For connections to it; on the mock, what a transcript shows must not depend on the machine. */
  readonly env?: Environment
  /** Whether to keep what of the service is exercised. */
  readonly coverage?: boolean
  /** Stops what never yields after an await. */
  readonly watchdog?: Watchdog
  /** The process is a test runner's; see {@link guardProcess}. */
  readonly hosted?: boolean
}

/** A session of a transcript, which a person may enter. */
export type TranscriptSession = Session & {
  /** The shell of the session, which writes to the terminal until it is left. */
  enter(terminal: LateTerminal): { readonly shell: SessionShell; leave(): void }
}

/** What a transcript shows is as wide everywhere, and without colours. */
const screen = { columns: 80, colors: false, write: () => {} }

/** A dot and a word: no JavaScript begins like this. */
const isCommand = (source: string): boolean => /^\s*\.[a-z]/i.test(source)

/** Opens sessions on a mock of their own, or on what the options say. */
export function transcriptSessions({
  live,
  yes = false,
  env = {},
  coverage,
  watchdog,
  hosted = false,
}: TranscriptSessionOptions = {}): (options: Parameters<OpenSession>[0]) => Promise<TranscriptSession> {
  return async ({ seed, path }) => {
    if (live && seed !== undefined) {
      throw localError('ConfigurationError', 'only the mock has seeds, and this runs on something else')
    }
    let written = ''
    let terminal: LateTerminal | undefined
    const sink = {
      write(text: string) {
        if (terminal) terminal.stdout.write(text)
        else written += text
      },
    }
    const covered = coverage ? new CallCoverage() : undefined
    const calls = live ? new CallsMade() : undefined
    const { session, shell, modes, mock, close } = await openShell({
      target: live ?? { kind: 'mock', seed },
      stdout: sink,
      stderr: sink,
      directory: dirname(resolve(path)),
      env: live ? env : {},
      observe: observers(covered, calls),
      watchdog,
      screen: () => terminal?.screen() ?? screen,
      approve: async ({ operation, endpoint, onMock, dryRun }) => {
        if (onMock || dryRun || (live && yes)) return
        throw localError(
          'WriteRefused',
          live
            ? `${operation} was not sent to ${endpoint}: writes need --yes`
            : `a transcript writes to its mock only: ${operation} at ${endpoint} was not sent`,
        )
      },
    })
    let commandsSeen = false
    const requests = mock ? new RequestsMade(mock) : calls!
    // Who has entered the session may end the process.
    const guard = guardProcess({
      isOurs: () => !terminal && session.isRunning,
      print: (text) => sink.write(text),
      hosted,
    })
    return {
      enter(here) {
        terminal = here
        const before = { ...modes }
        const leave = () => {
          terminal = undefined
          // The examples below print as if nobody had looked, and did not make these requests.
          Object.assign(modes, before)
          requests.take()
        }
        return { shell, leave }
      },
      async close() {
        guard.release()
        await close()
      },
      async evaluate(source: string, { timeout }: EvaluateOptions): Promise<Evaluation> {
        written = ''
        const usesShell = commandsSeen || isCommand(source)
        commandsSeen = usesShell
        // A dot command may switch how values are printed; until the first one the session is quicker.
        guard.begin()
        const outcome = await (usesShell ? shell : session).run(source, { timeout })
        const result = outcome.status === 'incomplete' ? await session.incomplete(source) : outcome
        const printed = result.status === 'incomplete' ? undefined : result.text
        const evaluation = {
          text: written + (printed ?? ''),
          failed: result.status === 'error',
          requests: requests.take(),
        }
        const exits = guard.end()
        return exits.length === 0 ? evaluation : withExits(evaluation, exits)
      },
      compile: (source) => compile(session, source),
      ...(mock ? { setClock: async (time: string) => setClock(mock, time) } : {}),
      ...(covered ? { covered: () => covered.names() } : {}),
    }
  }
}

/** Opens a session on a mock of its own. */
export const openTranscriptSession: OpenSession = transcriptSessions()

/** An example that would have ended the process has failed, although it may have caught the error. */
function withExits(evaluation: Evaluation, exits: readonly ProcessExit[]): Evaluation {
  const { text } = evaluation
  const untold = exits.filter(({ message }) => !text.includes(message)).map((exit) => `Uncaught ${exit}`)
  return {
    ...evaluation,
    text: [text.trimEnd(), ...untold].filter(Boolean).join('\n'),
    failed: true,
    notes: ['`// doctest: +SKIP` or `+NO_RUN` leaves out what ends the process.'],
  }
}

/** Takes one look at a source text; V8 words what is wrong where the parsers do not. */
async function compile(session: ShellSession, source: string): Promise<Evaluation> {
  const { read } = await import('../shell/session/syntax.ts')
  const reading = await read(source)
  if (reading.status === 'complete') return { text: '', failed: false }
  if (reading.status === 'incomplete') {
    const outcome = await session.incomplete(source)
    return { text: outcome.status === 'error' ? outcome.text : '', failed: true }
  }
  const { message } = reading
  if (message !== undefined) return { text: `Uncaught SyntaxError: ${message}`, failed: true }
  try {
    new Script(source)
    return { text: '', failed: false }
  } catch (error) {
    return { text: `Uncaught ${String(error)}`, failed: true }
  }
}

/** The clock of the mock: by a duration, or to a time. */
function setClock(mock: MockEndpoint, time: string): void {
  if (time.startsWith('P')) mock.clock.advance(time)
  else mock.clock.set(time)
}

/** The requests that reached a mock, whoever sent them. */
class RequestsMade {
  readonly #mock: MockEndpoint
  #taken: number

  constructor(mock: MockEndpoint) {
    this.#mock = mock
    this.#taken = mock.requestCount
  }

  /** Those since it was asked last. */
  take(): RequestMade[] {
    const { requestCount } = this.#mock
    if (requestCount === this.#taken) return []
    const fresh = this.#mock.requests(requestCount - this.#taken)
    this.#taken = requestCount
    return fresh.map(({ operation = 'a request', status, fault }) => ({
      operation,
      status,
      ...(fault === undefined ? {} : { fault }),
    }))
  }
}

/** The calls of the session's connections, where nobody else tells what was sent. */
class CallsMade {
  #made: RequestMade[] = []

  readonly observe = (event: CallEvent): void => {
    const { operation } = event.call
    if (event.type === 'answered') this.#made.push({ operation, status: 200 })
    if (event.type !== 'failed' || !(event.error instanceof SupportError)) return
    const { statusCode = 0, name } = event.error
    this.#made.push({ operation, status: statusCode, fault: name })
  }

  take(): RequestMade[] {
    const made = this.#made
    this.#made = []
    return made
  }
}

function observers(
  ...all: (CallCoverage | CallsMade | undefined)[]
): ((event: CallEvent) => void) | undefined {
  const asked = all.filter((each) => each !== undefined)
  if (asked.length === 0) return undefined
  return (event) => {
    for (const each of asked) each.observe(event)
  }
}
