/** `support-repl`: the shell, -e, FILE and standard input. */
import { dirname, resolve } from 'node:path'
import { startRepl } from '../shell/terminal/repl.ts'
import { showsUnicode, useColors } from './colors.ts'
import { LateTerminal } from './late-terminal.ts'
import { type OptionTable, optionsHelp, parseOptions, UsageError } from './options.ts'
import type { Input } from './script.ts'
import type { OpenedShell } from './session-shell.ts'
import { readScript, readStandardInput } from './source-file.ts'
import { chooseTarget } from './target.ts'
import type { Target } from './workbench.ts'

export const shellOptions = {
  eval: {
    short: 'e',
    value: 'CODE',
    multiple: true,
    help: 'evaluate CODE and print its value; may be repeated',
  },
  mock: { help: 'connect to a mock endpoint of its own: nothing reaches AWS' },
  live: { help: 'connect to AWS; an error when no credentials are found' },
  seed: { value: 'NAME|FILE', help: 'what the mock holds: tutorial (default), demo, empty, or a state file' },
  'endpoint-url': { value: 'URL', help: 'connect to this endpoint' },
  region: { value: 'REGION', help: 'the AWS region; any of the partition will do' },
  profile: { value: 'PROFILE', help: 'a profile of the shared AWS files' },
  'read-only': { help: 'refuse every operation that changes something' },
  yes: { help: 'do not ask before a write on a live account' },
  json: { help: 'print results and errors as JSON, one document a line' },
  table: { help: 'print lists of objects as tables' },
  quiet: { short: 'q', help: 'no banner' },
  'no-color': { help: 'no colours; also NO_COLOR' },
  history: { value: 'FILE', help: 'where the shell keeps its history' },
  'no-history': { help: 'keep no history' },
  'redact-bodies': { help: 'keep subjects and bodies of cases and messages out of the history' },
  'no-init': { help: 'do not run ~/.config/support-repl/init.ts, or .js, at the start' },
  'no-hints': { help: 'no signatures and no suggestions while typing' },
  help: { short: 'h', help: 'show this help' },
  version: { short: 'V', help: 'show the version' },
} as const satisfies OptionTable

export const shellHelp = `Usage:
  support-repl [options]                 the shell
  support-repl -e CODE [-e CODE ...]     evaluate in order, print each value, exit
  support-repl [options] FILE            run a script; \`support-repl < FILE\` runs standard input
  support-repl doctest [options] PATH... run transcripts
  support-repl mock [options]            serve the mock endpoint

Options:
${optionsHelp(shellOptions)}

Without --mock and --live the shell is live where AWS credentials are configured, else on the mock.`

/** The process around a command; tests and the entry point bring their own. */
export interface Surroundings {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly env: Readonly<Record<string, string | undefined>>
  readonly version: string
}

/** Runs the command; resolves to the exit status. Throws a UsageError for an unusable command line. */
export async function shell(args: readonly string[], around: Surroundings): Promise<number> {
  const { values, operands } = parseOptions(shellOptions, args)
  const { stdout, stderr, stdin, env } = around
  if (values.help) return print(stdout, shellHelp)
  if (values.version) return print(stdout, around.version)
  const inputs = await readInputs(values.eval, operands, stdin, Boolean(stdout.isTTY))
  const { mock, live, seed, region, profile, 'endpoint-url': endpoint } = values
  const { target, assumed } = await chooseTarget({ mock, live, seed, region, profile, endpoint }, env)
  const interactive = inputs === undefined
  const colors = useColors(stdout, env, values['no-color'])
  const unicode = showsUnicode(env)
  const guard = { readOnly: values['read-only'], yes: values.yes }
  const terminal = new LateTerminal(stdout, { columns: stdout.columns || 80, colors, unicode })
  const open = async () => {
    const [{ openShell }, { writeGuard }, { Watchdog }] = await Promise.all([
      import('./session-shell.ts'),
      import('../shell/guard.ts'),
      import('../shell/session/watchdog.ts'),
    ])
    const opened = await openShell({
      target,
      stdout: interactive ? terminal.stdout : stdout,
      stderr: interactive ? terminal.stdout : stderr,
      env,
      directory: operands[0] === undefined ? process.cwd() : dirname(resolve(operands[0])),
      print: { colors, json: values.json },
      table: values.table,
      screen: () => terminal.screen(),
      interactive,
      freshSession: async (options) =>
        (await import('./transcript-session.ts')).openTranscriptSession(options),
      // The terminal of the process, whatever its streams are by now.
      watchdog: interactive
        ? new Watchdog({ keyboard: '/dev/tty', onTyped: (bytes) => terminal.typed(bytes) })
        : undefined,
      approve: (write) => writeGuard({ ...guard, ask: terminal.ask })(write),
    })
    // Modules and programs that inputs start make connections of their own: on the mock they stay there, too.
    if (opened.mock) process.env['AWS_ENDPOINT_URL_SUPPORT'] = opened.mock.url
    return opened
  }
  if (interactive) {
    // What the command line says may be wrong: then there is to be no prompt. Else the prompt comes first.
    let opened = target.kind === 'live' || seed || region ? await open() : undefined
    return startRepl({
      open: async () => {
        opened ??= await open()
        return opened
      },
      start: async (interruptible) => {
        const { initFile, runInitFile } = await import('./init-file.ts')
        const file = values['no-init'] ? undefined : initFile(env)
        const problem = file && (await runInitFile(opened!.session, file, { interruptible }))
        return [file?.warning, problem].filter(Boolean).join('\n') || undefined
      },
      input: stdin,
      output: stdout,
      errors: values.json ? stderr : stdout,
      env,
      banner: values.quiet ? undefined : banner(opened, target, around.version, guard),
      colors,
      unicode,
      hints: !values['no-hints'],
      live: target.kind === 'live',
      history: values['no-history'] ? undefined : historyFile(values.history, env),
      redactBodies: values['redact-bodies'],
      onReady: (side) => terminal.connect(side),
    })
  }
  if (assumed && target.kind === 'mock' && !values.quiet) {
    stderr.write(
      'support-repl: no AWS credentials are configured: this runs on the mock (--mock says so, --live insists)\n',
    )
  }
  return runAll(await open(), inputs, stdout, stderr)
}

async function runAll(
  opened: OpenedShell,
  inputs: readonly Input[],
  stdout: NodeJS.WritableStream,
  stderr: NodeJS.WritableStream,
): Promise<number> {
  // An error in a timer or an unhandled rejection is an input that failed, only later.
  process.on('uncaughtException', (error) => {
    stderr.write(`${opened.shell.errorText(error)}\n`)
    process.exit(1)
  })
  const { runInputs } = await import('./script.ts')
  const succeeded = await runInputs(opened, inputs, {
    value: (text) => stdout.write(`${text}\n`),
    error: (text) => stderr.write(`${text}\n`),
  })
  return succeeded ? 0 : 1
}

/** What to run, or undefined for a person at a terminal. */
async function readInputs(
  expressions: string[] | undefined,
  [file, ...more]: readonly string[],
  stdin: NodeJS.ReadStream,
  showsPrompts: boolean,
): Promise<Input[] | undefined> {
  if (more.length > 0) throw new UsageError(`one FILE at a time, not also ${more.join(' ')}`)
  if (expressions && file) throw new UsageError('-e and FILE exclude each other')
  if (expressions) return expressions.map((source) => ({ kind: 'expression', source }))
  if (file) return [{ kind: 'script', source: await readScript(file), name: file }]
  if (stdin.isTTY && showsPrompts) return undefined
  return [{ kind: 'script', source: await readStandardInput(stdin), name: 'stdin' }]
}

function banner(
  opened: Pick<OpenedShell, 'conn'> | undefined,
  target: Target,
  version: string,
  { readOnly, yes }: { readOnly?: boolean; yes?: boolean },
): string {
  const commands = 'TAB completes, .help lists commands, Ctrl-D leaves.'
  if (target.kind === 'mock') {
    return `support-repl ${version}, on the built-in mock: nothing reaches AWS\n${commands}`
  }
  const writes = readOnly ? 'read only' : yes ? 'writes do not ask' : 'writes ask first'
  const { endpoint, region } = opened!.conn
  const profile = target.profile ? `, profile ${target.profile}` : ''
  const where = `${new URL(endpoint).host}, region ${region}${profile}`
  return `support-repl ${version}, live: ${where}; ${writes}\n${commands}`
}

/** Where a shell keeps its history: as given, or as the environment says. */
export function historyFile(given: string | undefined, env: Surroundings['env']): string | undefined {
  const state = env['XDG_STATE_HOME'] || (env['HOME'] && resolve(env['HOME'], '.local/state'))
  return (
    given ??
    (env['SUPPORT_REPL_HISTORY'] || undefined) ??
    (state ? resolve(state, 'support-repl/history') : undefined)
  )
}

function print(stdout: NodeJS.WritableStream, text: string): number {
  stdout.write(`${text}\n`)
  return 0
}
