/** What stands behind the name of a dot command: words, as a POSIX shell reads them, and paths among them. */
import { resolve } from 'node:path'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { fromHome } from '../../client/home.ts'
import type { Candidate } from '../completion/completion.ts'
import { type CommandContext, CommandError } from './dot-command.ts'

interface Word {
  readonly text: string
  readonly start: number
  /** A quote that is still open. */
  readonly quote?: string
}

/** In the order in which they are tried: quoted, with an escape, anything but white space. */
const parts = /'([^']*)('|$)|"((?:\\[\s\S]|[^"\\])*)("|\\?$)|\\([\s'"\\])|(\s+)|([\s\S])/g

function read(argument: string): Word[] {
  const found: Word[] = []
  let word: Word | undefined
  for (const match of argument.matchAll(parts)) {
    const [, single, singleEnd, double, doubleEnd, escaped, space, other] = match
    if (space !== undefined) {
      if (word) found.push(word)
      word = undefined
      continue
    }
    const text: string = single ?? double?.replace(/\\(["\\])/g, '$1') ?? escaped ?? other!
    const isOpen = singleEnd === '' || (doubleEnd !== undefined && doubleEnd !== '"')
    const { start, text: before } = word ?? { start: match.index, text: '' }
    word = { start, text: before + text, ...(isOpen ? { quote: match[0][0]! } : {}) }
  }
  return word ? [...found, word] : found
}

/** The words of an argument. Throws a CommandError for a quote that is not closed. */
export function words(argument: string): string[] {
  const found = read(argument)
  const open = found.find(({ quote }) => quote !== undefined)
  if (open) throw new CommandError(`A ${open.quote} is not closed: ${argument.slice(open.start)}`)
  return found.map(({ text }) => text)
}

/** The options and other words of an argument. Throws a CommandError with the usage. */
export function parseArgument<O extends NonNullable<ParseArgsConfig['options']>>(
  argument: string,
  options: O,
  usage: string,
): ReturnType<typeof parseArgs<{ options: O; allowPositionals: true; strict: true }>> {
  try {
    return parseArgs({ args: words(argument), options, allowPositionals: true, strict: true })
  } catch (error) {
    if (error instanceof CommandError) throw error
    const [said] = (error as Error).message.split('. ')
    throw new CommandError(`${said}; ${usage}`)
  }
}

/** Where a path leads that somebody has typed: `~/` is the home directory. */
export function resolvePath(path: string, directory: string): string {
  return resolve(directory, fromHome(path, process.env))
}

/** The one path that a command takes, or none. Throws a CommandError with the usage when there are more. */
export function onePath(operands: readonly string[], usage: string): string | undefined {
  const [path, ...more] = operands
  if (more.length > 0) {
    throw new CommandError(
      `One FILE, not also ${more.join(' ')} (a name with spaces goes in quotes): ${usage}`,
    )
  }
  if (path === '') throw new CommandError(`The name of the file is empty: ${usage}`)
  return path
}

/** The argument with all that its last word may become: one of the options behind a dash, else a path. */
export async function pathCandidates(
  argument: string,
  { directory }: Pick<CommandContext, 'directory'>,
  options: readonly Candidate[] = [],
): Promise<Candidate[]> {
  const { start, text } = lastWord(argument)
  const before = argument.slice(0, start)
  const found = text.startsWith('-')
    ? options.filter((option) => option.text.startsWith(text))
    : await pathsLike(text, directory)
  return found.map((candidate) => ({ ...candidate, text: before + candidate.text }))
}

async function pathsLike(typed: string, directory: string): Promise<Candidate[]> {
  const [{ pathsFor }, { literalText, unquoted }] = await Promise.all([
    import('../completion/files.ts'),
    import('../completion/quoting.ts'),
  ])
  const { candidates } = await pathsFor(typed, directory)
  return candidates.map((candidate) => ({
    ...candidate,
    text: pathWord(literalText(candidate.text) ?? unquoted(candidate.text.slice(1))),
  }))
}

/** The word that is being typed; an empty one behind white space. */
export function lastWord(argument: string): { readonly start: number; readonly text: string } {
  const last = read(argument).at(-1)
  return last && (last.quote !== undefined || !/\s$/.test(argument))
    ? last
    : { start: argument.length, text: '' }
}

/** The path as it would be typed. A folder's quote stays open, for what is in it. */
function pathWord(path: string): string {
  if (/^[^\s'"\\]+$/.test(path)) return path
  const quote = path.includes("'") ? '"' : "'"
  const inside = quote === '"' ? path.replace(/["\\]/g, '\\$&') : path
  return `${quote}${inside}${path.endsWith('/') ? '' : quote}`
}
