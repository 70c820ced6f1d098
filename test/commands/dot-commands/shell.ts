/** A shell without a terminal, on a mock of its own, that can record and play; its files are in a folder of its own. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { ConsoleTap } from '../../../src/commands/dot-commands/console-tap.ts'
import { recordCommand } from '../../../src/commands/dot-commands/record-command.ts'
import { RunLog } from '../../../src/commands/dot-commands/run-log.ts'
import { openTranscriptSession } from '../../../src/commands/transcript-session.ts'
import { openWorkbench, type WorkbenchOptions } from '../../../src/commands/workbench.ts'
import type { MockEndpoint } from '../../../src/mock/index.ts'
import { CallLog } from '../../../src/shell/call-log.ts'
import type {
  CommandContext,
  DotCommand,
  TerminalAccess,
} from '../../../src/shell/dot-commands/dot-command.ts'
import type { Modes } from '../../../src/shell/modes.ts'
import type { Session } from '../../../src/shell/session/session.ts'
import { SessionShell } from '../../../src/shell/session-shell.ts'
import { readDocument } from '../../../src/transcript/document.ts'
import { isFailure, replay } from '../../../src/transcript/replay.ts'
import { formatFailure } from '../../../src/transcript/report.ts'

export interface TestShell {
  /** Runs an input; what it prints, and below that what was said meanwhile. */
  type(input: string): Promise<string>
  readonly shell: SessionShell
  readonly session: Session
  readonly modes: Modes
  readonly mock: MockEndpoint
  readonly folder: string
  /** The text of a file in the folder. */
  file(name: string): string
  /** What may stand as the argument of a command. */
  complete(command: string, argument: string): Promise<string[]>
  /** Replays a file in the folder as `doctest` does: the reports of what does not pass. */
  failures(name: string): Promise<string[]>
}

export interface TestShellOptions {
  readonly seed?: string
  readonly colors?: boolean
  /** Milliseconds that pass before each input. */
  readonly pause?: () => number
  readonly approve?: WorkbenchOptions['approve']
  readonly terminal?: TerminalAccess
  /** Without the mock, as on a live account: there is no state to begin with. */
  readonly live?: boolean
  /** Further commands. */
  readonly more?: (tools: {
    tap: ConsoleTap
    run: (source: string) => ReturnType<SessionShell['run']>
    mock: MockEndpoint
  }) => readonly DotCommand[]
}

/** Opens a shell for the time of `use`. */
export async function withShell<T>(
  { seed = 'tutorial', colors = false, pause = () => 0, approve, terminal, live, more }: TestShellOptions,
  use: (shell: TestShell) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'support-repl-record-'))
  let shown = ''
  const sink = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      shown += chunk
      done()
    },
  })
  let time = 0
  const now = () => {
    time += pause()
    return time
  }
  const calls = new CallLog()
  const modes: Modes = { dryRun: false, table: false }
  const tap = new ConsoleTap({ stdout: sink, stderr: sink })
  const { session, connect, mock, close } = await openWorkbench({
    target: { kind: 'mock', seed },
    stdout: tap.stdout,
    stderr: tap.stderr,
    directory: folder,
    env: {},
    print: { colors },
    observe: calls.observe,
    dryRun: () => modes.dryRun,
    approve,
  })
  const runs = new RunLog({
    tap,
    calls,
    otherwise: () => modes.table,
    dryRun: () => modes.dryRun,
    now,
  })
  const commands: DotCommand[] = [
    recordCommand({ runs, mock: live ? undefined : mock, seed, freshSession: openTranscriptSession }),
    ...(more?.({ tap, mock: mock!, run: (source) => shell.run(source) }) ?? []),
  ]
  const shell: SessionShell = new SessionShell({
    session,
    conn: connect({}),
    calls,
    modes,
    directory: folder,
    screen: () => ({ columns: 200, colors, write: (text) => sink.write(text) }),
    commands: async () => commands,
    complete: async () => ({ candidates: [], partial: '' }),
    signature: async () => undefined,
    beforeRun: runs.beforeRun,
    onRun: runs.onRun,
  })
  if (terminal) shell.attach(terminal)
  const path = (name: string) => join(folder, name)
  try {
    return await use({
      async type(input) {
        shown = ''
        const outcome = await shell.run(input)
        return shown + ('text' in outcome ? (outcome.text ?? '') : '(incomplete)')
      },
      shell,
      session,
      modes,
      mock: mock!,
      folder,
      async complete(command, argument) {
        const found = commands.find(({ name }) => name === command)
        const candidates = await found?.complete?.(argument, { directory: folder } as CommandContext)
        return (candidates ?? []).map(({ text }) => text)
      },
      file: (name) => readFileSync(path(name), 'utf8'),
      failures: (name) => failures(path(name)),
    })
  } finally {
    await close()
    rmSync(folder, { recursive: true })
  }
}

export async function failures(path: string): Promise<string[]> {
  const { results } = await replay(await readDocument(path), { open: openTranscriptSession, timeout: 10_000 })
  return Promise.all(results.filter(isFailure).map((result) => formatFailure(path, result)))
}
