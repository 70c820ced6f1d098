/** The shell of the command line: a workbench with its dot commands, completion, modes and log of calls. */
import { localError } from '../client/errors.ts'
import type { Write } from '../client/settings.ts'
import { operation } from '../model/operations.ts'
import { attachProgress } from '../shell/attach-progress.ts'
import { CallLog } from '../shell/call-log.ts'
import type { LiveValues } from '../shell/completion/live.ts'
import type { Screen } from '../shell/dot-commands/dot-command.ts'
import { interruption } from '../shell/interruption.ts'
import type { Modes } from '../shell/modes.ts'
import { SessionShell } from '../shell/session-shell.ts'
import type { OpenSession } from '../transcript/index.ts'
import { ConsoleTap } from './dot-commands/console-tap.ts'
import { RunLog } from './dot-commands/run-log.ts'
import { openWorkbench, type Workbench, type WorkbenchOptions } from './workbench.ts'

export interface ShellOptions extends Omit<WorkbenchOptions, 'dryRun' | 'progress' | 'interruption'> {
  readonly screen: () => Screen
  /** Print lists of objects as tables from the start. */
  readonly table?: boolean
  /** A person sits at a terminal, and is shown how far large files are. */
  readonly interactive?: boolean
  /** Opens a session on a mock of its own, for the check of recordings; without it nothing can be recorded. */
  readonly freshSession?: OpenSession
}

export interface OpenedShell extends Pick<Workbench, 'session' | 'conn' | 'mock' | 'close'> {
  readonly shell: SessionShell
  /** What is switched in it. */
  readonly modes: Modes
}

/** Opens a workbench with a shell on it. Rejects as {@link openWorkbench} does. */
export async function openShell({
  screen,
  table = false,
  interactive = false,
  freshSession,
  ...options
}: ShellOptions): Promise<OpenedShell> {
  const calls = new CallLog()
  const modes: Modes = { dryRun: false, table }
  const directory = options.directory ?? process.cwd()
  const tables = tablePrinter(modes, screen)
  // A script has no input before which it could be loaded.
  await tables.load()
  const dryRun = () => modes.dryRun
  const tap = new ConsoleTap(options)
  const otherwise = () => modes.table || options.print?.json === true
  const runs = freshSession ? new RunLog({ tap, calls, otherwise, dryRun }) : undefined
  let live: LiveValues | undefined
  const workbench = await openWorkbench({
    ...options,
    stdout: tap.stdout,
    stderr: tap.stderr,
    directory,
    print: { ...options.print, custom: tables.text },
    observe(event) {
      calls.observe(event)
      options.observe?.(event)
      if (event.type === 'answered' && operation(event.call.operation).kind === 'write') live?.forget()
    },
    dryRun,
    ...(interactive ? { progress: attachProgress(screen) } : {}),
    interruption() {
      // Code that is stopped while it runs takes with it what was about to go on, also in the background.
      live?.close()
      return interruption(calls.underWay())
    },
    help: { columns: () => screen().columns, commands: () => commands() },
  })
  const { session, connect, mock } = workbench
  const commands = once(async () => {
    const { dotCommands } = await import('./dot-commands/all.ts')
    return dotCommands({
      runs,
      freshSession,
      tap,
      mock,
      otherwise,
      seed: options.target.kind === 'mock' ? options.target.seed : undefined,
      run: (source, { terminal }) => shell.run(source, { interruptible: terminal?.interruptible }),
    })
  })
  const completer = once(async () => {
    const [{ createCompleter }, { LiveValues }] = await Promise.all([
      import('../shell/completion/complete.ts'),
      import('../shell/completion/live.ts'),
    ])
    live = new LiveValues(connect({ approve: refuse }))
    return createCompleter({ session, live, commands, directory })
  })
  const shell: SessionShell = new SessionShell({
    session,
    // Dot commands only read, also while dry run is on: then `.cases` is to show the cases all the same.
    conn: connect({ signal: () => shell.signal, approve: refuse }),
    calls,
    modes,
    directory,
    screen,
    now: mock && (() => mock.clock.now().getTime()),
    commands,
    complete: async (text, context) => (await completer()).complete(text, context),
    signature: async (text) => (await completer()).signature(text),
    async beforeRun() {
      await tables.load()
      runs?.beforeRun()
    },
    onRun: runs?.onRun,
  })
  const close = async () => {
    live?.close()
    await workbench.close()
  }
  return { ...workbench, shell, modes, close }
}

/** Does it when it is first asked for. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined
  return () => {
    done ??= work()
    return done
  }
}

/** Completion and dot commands read. */
async function refuse({ operation }: Write): Promise<never> {
  throw localError('WriteRefused', `${operation} changes something, and this only reads`)
}

/** Prints results as tables while that is switched on. What does it is loaded when it first is. */
function tablePrinter(modes: Modes, screen: () => Screen) {
  let table: typeof import('../shell/show/table.ts').resultTable | undefined
  return {
    async load(): Promise<void> {
      if (modes.table) table ??= (await import('../shell/show/table.ts')).resultTable
    },
    text: (value: unknown) => (modes.table ? table?.(value, screen()) : undefined),
  }
}
