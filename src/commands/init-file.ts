/**
 * The start file: code of the user's own that runs in a session before its first input, at a terminal.
 * A script, -e and standard input run without it, so that they do the same on every machine.
 */
import { lstatSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, resolve, sep } from 'node:path'
import { homeOf } from '../client/home.ts'
import type { RunOptions, Session } from '../shell/session/session.ts'
import { readScript } from './source-file.ts'

export interface InitFile {
  readonly path: string
  /** What messages call it: with `~` for the home folder. */
  readonly name: string
  /** To be said before it runs, in one line. */
  readonly warning?: string
}

type Environment = Readonly<Record<string, string | undefined>>

const names = ['init.ts', 'init.js']

/** `~/.config/support-repl/init.ts`, else `init.js`; undefined when there is neither. */
export function initFile(env: Environment): InitFile | undefined {
  const home = homeOf(env)
  const configured = env['XDG_CONFIG_HOME']
  // As its specification says, a relative path does not count.
  const folder = join(
    configured && isAbsolute(configured) ? configured : join(home, '.config'),
    'support-repl',
  )
  const [first, second] = names.map((name) => join(folder, name)).filter(isThere)
  if (first === undefined) return undefined
  const name = first.startsWith(home + sep) ? `~${first.slice(home.length)}` : first
  const warning = second && `${name} runs; ${names[1]}, beside it, does not`
  return { path: first, name, warning }
}

/** Also of a link that leads nowhere: whoever made it wants to know. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    // A folder that may not be looked into is none of ours.
    return false
  }
}

/**
 * Runs the file statement by statement, up to the first that fails. Values are not printed; what it
 * writes to the console is. Its imports look from its own folder.
 *
 * @returns what went wrong, in one line with file and line; undefined when nothing did
 */
export async function runInitFile(
  session: Session,
  { path, name }: InitFile,
  { interruptible }: Pick<RunOptions, 'interruptible'> = {},
): Promise<string | undefined> {
  const source = await readInitFile(path, name)
  if (typeof source !== 'string') return source.problem
  const directory = dirname(path)
  const restore = requireFrom(directory, session)
  try {
    for await (const outcome of session.runScript(source, { filename: name, directory, interruptible })) {
      if (outcome.status === 'error') return oneLine(outcome.text)
    }
    return undefined
  } finally {
    restore()
  }
}

async function readInitFile(path: string, name: string): Promise<string | { problem: string }> {
  try {
    const found = await stat(path)
    // A link to /dev/null switches the file off.
    if (found.isCharacterDevice()) return ''
    // Reading a pipe might take for ever.
    if (!found.isFile() && !found.isDirectory())
      return { problem: `${name} cannot be read: it is not a file` }
    return await readScript(path)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const reason = code === 'ENOENT' ? `${path} cannot be read: its link leads nowhere` : message
    return { problem: reason.replace(path, name) }
  }
}

/** Has `require('./...')` look from a folder, too; answers how that is undone. */
function requireFrom(directory: string, session: Session): () => void {
  const { value: before } = session.peek('require') as { value: NodeJS.Require }
  const there = (id: string): unknown => before(/^\.\.?\//.test(id) ? resolve(directory, id) : id)
  const require = Object.assign(there, before)
  session.define({ require })
  return () => {
    if (session.peek('require')?.value === require) session.define({ require: before })
  }
}

const frame = /^ {4}at (?:.* \()?(.+:\d+)\)?$/

/** An error's text with the innermost place, without what Node adds on lines of their own. */
function oneLine(text: string): string {
  const lines = text.split('\n')
  const frames = lines.flatMap((line) => frame.exec(line)?.[1] ?? [])
  const [, place = frames[0]] = / \(([^()]+:\d+)\)$/.exec(text) ?? []
  const [first = ''] = lines
  const isCut = lines.length - frames.length > 1
  const said = first.replace(` (${place})`, '').replace(/ \{$/, '')
  return `${said}${isCut && said === first ? ' ...' : ''}${place === undefined ? '' : ` (${place})`}`
}
