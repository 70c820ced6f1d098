/** `support-repl doctest --review`: the failures one by one, at a terminal. */
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { Watchdog } from '../shell/session/watchdog.ts'
import { startRepl } from '../shell/terminal/repl.ts'
import { harmlessText } from '../text/harmless.ts'
import { isExample } from '../transcript/document.ts'
import {
  formatPatch,
  type OpenSession,
  readDocument,
  saveTranscript,
  type Task,
  TranscriptInputError,
} from '../transcript/index.ts'
import { type Answer, type Reviewed, type Reviewer, reviewDocument } from '../transcript/review.ts'
import { selecting } from '../transcript/selection.ts'
import { showsUnicode, useColors } from './colors.ts'
import { doctestSessions } from './doctest-session.ts'
import { LateTerminal } from './late-terminal.ts'
import { UsageError } from './options.ts'
import { historyFile, type Surroundings } from './shell.ts'
import type { TranscriptSession, TranscriptSessionOptions } from './transcript-session.ts'

/** Goes through the files; status 0 when nothing is left that fails, 2 where a file cannot be read or written. */
export async function review(
  tasks: readonly Task[],
  options: TranscriptSessionOptions,
  around: Surroundings,
  noColor = false,
): Promise<number> {
  const { stdin, stdout, stderr, env } = around
  if (!stdin.isTTY || !stdout.isTTY)
    throw new UsageError('--review asks at a terminal; --check and --update do not')
  const screen = {
    columns: stdout.columns || 80,
    colors: useColors(stdout, env, noColor),
    unicode: showsUnicode(env),
  }
  const terminal = new LateTerminal(stdout, screen)
  // Somebody sits at the keyboard while examples run, and while the shell is open.
  let isInShell = false
  // What is typed while an example keeps the main thread busy is for the next question.
  const onTyped = (bytes: Buffer) => {
    if (isInShell) terminal.typed(bytes)
    else if (stdin.readable) stdin.unshift(bytes)
  }
  const watchdog = new Watchdog({ keyboard: '/dev/tty', onTyped })
  const { open, close } = doctestSessions({ ...options, watchdog })
  const reviewer = terminalReviewer(around, async (session) => {
    isInShell = true
    try {
      await enterShell(session as TranscriptSession, terminal, screen, around, options.live !== undefined)
    } finally {
      isInShell = false
    }
  })
  const done = new Done()
  try {
    for (const task of tasks) {
      try {
        if ((await reviewFile(task, open, reviewer, done)).quit) break
      } catch (error) {
        if (!(error instanceof TranscriptInputError)) throw error
        stderr.write(`support-repl: ${error.message}\n`)
        done.unusable++
      }
    }
  } finally {
    close()
  }
  const { changed, left, unusable, selected } = done
  const filter = tasks[0]?.filter
  if (filter !== undefined && !selected && unusable === 0)
    throw new UsageError(`no example has ${JSON.stringify(filter)} in its source`)
  stdout.write(`${changed} changed, ${left} left\n`)
  if (unusable > 0) return 2
  return left > 0 ? 1 : 0
}

/** What a review has come to so far. */
class Done {
  changed = 0
  left = 0
  /** Files that cannot be read or written. */
  unusable = 0
  /** Whether an example was asked for that there is. */
  selected = false
}

/** Reviews a file, which has every edit before the next question. */
async function reviewFile(
  { path, timeout, ...selection }: Task,
  open: OpenSession,
  reviewer: Reviewer,
  done: Done,
): Promise<Reviewed> {
  const document = await readDocument(path)
  const selected = selecting(document, selection)
  done.selected ||= document.items.some((item) => isExample(item) && (selected?.(item) ?? true))
  let saved = document.text
  const onEdit = async (text: string) => {
    try {
      await saveTranscript(path, saved, text)
    } catch (error) {
      // What was written by hand is nowhere else.
      reviewer.show(harmlessText(await formatPatch(relative('', path), saved, text)))
      throw error
    }
    saved = text
    done.changed++
  }
  const reviewed = await reviewDocument(document, { open, timeout, selected, onEdit }, reviewer)
  done.left += reviewed.left
  return reviewed
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
  // Lines that come together with the answer are for who reads next: another question, or the shell.
  let ahead = ''
  lines.on('line', (line) => {
    ahead += `${line}\r`
  })
  const ended = new Promise<undefined>((resolve) => {
    lines.once('close', () => resolve(undefined)).once('SIGINT', () => resolve(undefined))
  })
  try {
    return await Promise.race([lines.question(question), ended])
  } finally {
    ahead += lines.line
    lines.close()
    if (ahead !== '' && input.readable) input.unshift(Buffer.from(ahead))
  }
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
