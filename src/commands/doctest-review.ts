/** `support-repl doctest --review`: the failures one by one, at a terminal. */
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline/promises'
import { Watchdog } from '../shell/session/watchdog.ts'
import { startRepl } from '../shell/terminal/repl.ts'
import { readDocument, saveTranscript, type Task } from '../transcript/index.ts'
import { type Answer, type Reviewer, reviewDocument } from '../transcript/review.ts'
import { showsUnicode, useColors } from './colors.ts'
import { doctestSessions } from './doctest-session.ts'
import { LateTerminal } from './late-terminal.ts'
import { UsageError } from './options.ts'
import { historyFile, type Surroundings } from './shell.ts'
import type { TranscriptSession, TranscriptSessionOptions } from './transcript-session.ts'

/** Goes through the files; status 0 when nothing is left that fails. */
export async function review(
  tasks: readonly Task[],
  options: TranscriptSessionOptions,
  around: Surroundings,
  noColor = false,
): Promise<number> {
  const { stdin, stdout, env } = around
  if (!stdin.isTTY || !stdout.isTTY)
    throw new UsageError('--review asks at a terminal; --check and --update do not')
  const screen = {
    columns: stdout.columns || 80,
    colors: useColors(stdout, env, noColor),
    unicode: showsUnicode(env),
  }
  const terminal = new LateTerminal(stdout, screen)
  // Somebody sits at the keyboard while examples run, and while the shell is open.
  const watchdog = new Watchdog({ keyboard: '/dev/tty', onTyped: (bytes) => terminal.typed(bytes) })
  const { open, close } = doctestSessions({ ...options, watchdog })
  const reviewer = terminalReviewer(around, (session) =>
    enterShell(session as TranscriptSession, terminal, screen, around, options.live !== undefined),
  )
  let [changed, left] = [0, 0]
  for (const { path, timeout } of tasks) {
    const document = await readDocument(path)
    const reviewed = await reviewDocument(document, { open, timeout }, reviewer)
    if (reviewed.text !== document.text) await saveTranscript(path, document.text, reviewed.text)
    changed += reviewed.changed
    left += reviewed.left
    if (reviewed.quit) break
  }
  close()
  stdout.write(`${changed} changed, ${left} left\n`)
  return left > 0 ? 1 : 0
}

const questions: Record<Answer, string> = {
  accept: '[a]ccept what it prints',
  skip: '[s]kip',
  edit: '[e]dit',
  open: '[o]pen the shell here',
  quit: '[q]uit',
}

function terminalReviewer(
  { stdin: input, stdout: output, env }: Surroundings,
  open: Reviewer['open'],
): Reviewer {
  return {
    show: (text) => output.write(`${text}\n`),
    async ask(answers) {
      const question = `${answers.map((answer) => questions[answer]).join('  ')}  `
      for (;;) {
        const line = await ask(input, output, question)
        // The end of input is nobody's consent.
        if (line === undefined) return 'quit'
        const answer = answers.find((each) => line !== '' && each.startsWith(line.trim().toLowerCase()))
        if (answer) return answer
      }
    },
    edit: (lines) => editLines(lines, input, output, env),
    open,
  }
}

/** A line of a person; undefined at the end of input and on Ctrl-C. */
async function ask(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  question: string,
): Promise<string | undefined> {
  const lines = createInterface({ input, output })
  try {
    return await nextLine(lines, question)
  } finally {
    lines.close()
  }
}

function nextLine(lines: Interface, question: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    lines.once('close', () => resolve(undefined))
    lines.once('SIGINT', () => resolve(undefined))
    void lines.question(question).then(resolve, () => resolve(undefined))
  })
}

/** Edits lines in the person's own editor. */
async function editLines(
  lines: readonly string[],
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  env: Surroundings['env'],
): Promise<string[] | undefined> {
  const editor = env['VISUAL'] || env['EDITOR']
  if (!editor) {
    output.write('There is no editor to edit with: set VISUAL or EDITOR.\n')
    return undefined
  }
  const folder = await mkdtemp(join(tmpdir(), 'support-repl-'))
  const file = join(folder, 'expected.txt')
  try {
    await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 })
    input.pause()
    // As git does it: the variable may hold arguments.
    const child = spawn('sh', ['-c', `${editor} "$1"`, editor, file], { stdio: 'inherit', env })
    const status = await new Promise<number | null>((resolve) => {
      child.on('error', () => resolve(null))
      child.on('exit', resolve)
    })
    if (status !== 0) {
      output.write(`The editor ended with status ${status ?? 'unknown'}; nothing was changed.\n`)
      return undefined
    }
    const text = (await readFile(file, 'utf8')).replace(/\r\n?/g, '\n').replace(/\n+$/, '')
    return text === '' ? [] : text.split('\n').map((line) => (line.trim() === '' ? '<BLANKLINE>' : line))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The shell itself, on the session as it is; who leaves it is back in the review. */
async function enterShell(
  session: TranscriptSession,
  terminal: LateTerminal,
  { colors, unicode }: { readonly colors: boolean; readonly unicode: boolean },
  { stdin, stdout, env }: Surroundings,
  live: boolean,
): Promise<void> {
  const { shell, leave } = session.enter(terminal)
  try {
    await startRepl({
      open: async () => ({ shell, close: async () => {} }),
      input: stdin,
      output: stdout,
      errors: stdout,
      env,
      banner: 'The session is as the example left it. Ctrl-D goes back to the review.',
      colors,
      unicode,
      hints: true,
      live,
      history: historyFile(undefined, env),
      comesBack: true,
      onReady: (side) => terminal.connect(side),
    })
  } finally {
    terminal.connect(undefined)
    leave()
  }
}
