/** The beginning of a recording: which file, on what state, and which names it will miss. */
import { existsSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import type { MockEndpoint, State } from '../../../mock/index.ts'
import { type CommandContext, CommandError } from '../../../shell/dot-commands/dot-command.ts'
import { saveFile } from '../../../shell/save-file.ts'
import type { Session } from '../../../shell/session/session.ts'
import type { RunLog } from '../run-log.ts'
import { declaredIn } from './declared.ts'
import { holderOf } from './holder.ts'
import { type Format, isOpenAtEnd, type PagePart, titleOf, titleText } from './page.ts'
import { textIn } from './recorded-file.ts'
import { Recording } from './recording.ts'
import { isUntouched, stateOf } from './untouched.ts'
import type { Wanted } from './wanted.ts'

interface Place {
  readonly runs: RunLog
  readonly mock?: MockEndpoint
  readonly seed: string
  readonly context: CommandContext
}

/** What every session has: a replay, too. */
const preloaded: ReadonlySet<string> = new Set([
  'conn',
  'SupportConnection',
  'connectToRegion',
  'regions',
  'SupportError',
  'mock',
  'console',
  'require',
  '_',
  '_error',
])

/** Opens it and writes the file. Rejects with a CommandError, and has written nothing then. */
export async function openRecording(
  wanted: Wanted,
  { runs, mock, seed, context }: Place,
): Promise<{ recording: Recording; said: string }> {
  const { path, name, all } = wanted
  const { session, conn, screen } = context
  const format: Format = /\.md$/i.test(name) ? 'markdown' : 'rst'
  const base = await baseOf(wanted, format)
  if (all && runs.forgotten > 0) {
    throw new CommandError(
      `The first ${runs.forgotten} inputs of this session are no longer known: record without "all"`,
    )
  }
  const state = mock && (await stateFor(mock, seed, wanted, context.directory))
  const title: PagePart[] =
    base === undefined ? [{ kind: 'prose', text: titleText(titleOf(basename(name)), format) }] : []
  const known = all ? await Promise.all(runs.runs.map(({ source }) => declaredIn(source))) : []
  const names = declaredNames(session).filter((each) => !known.flat().includes(each))
  const recording = new Recording({
    path,
    name,
    format,
    base,
    head: [...title, ...(state?.head ?? [])],
    datedHead: state?.dated && (async () => [...title, ...((await state.dated?.()) ?? [])]),
    known: [{ kind: 'url', text: conn.endpoint }, ...(all ? [] : runs.runs.flatMap(({ madeUp }) => madeUp))],
    colors: screen.colors,
    onMock: mock !== undefined,
    holder: (text) => holderOf(text, session, declaredNames(session)),
    preloaded,
    write: screen.print ?? screen.write,
  })
  await state?.save()
  await recording.begin()
  const begins = all && runs.runs.length > 0 ? `, from the first input of this session on` : ''
  const lines = [
    `Recording to ${name}${begins}; .record off ends it, a comment alone becomes prose`,
    ...(state?.said ?? []),
    ...(mock ? [] : ['A replay runs on a mock: it passes where that holds the same cases']),
    ...(names.length > 0 ? [missing(names, all)] : []),
  ]
  return { recording, said: lines.join('\n') }
}

/** The text of the file that is added to; undefined where a new one begins. */
async function baseOf({ path, name, append }: Wanted, format: Format): Promise<string | undefined> {
  const text = await textIn(path, name)
  if (text === undefined) return undefined
  if (!append) {
    throw new CommandError(
      `${name} is there already and stays as it is: name another file, or .record ${name} append`,
    )
  }
  if (await isOpenAtEnd(text, format)) {
    throw new CommandError(
      `${name} ends inside a code block, a comment or a part that is skipped: close that first`,
    )
  }
  return text
}

/** What a replay begins with, and what has to be saved for that. */
interface Beginning {
  readonly head: readonly PagePart[]
  /** The same with the times of this day. */
  readonly dated?: () => Promise<readonly PagePart[]>
  readonly said: readonly string[]
  readonly save: () => Promise<void>
}

/** How a replay gets to the state of the mock: by its seed, else by a file. */
async function stateFor(
  mock: MockEndpoint,
  seed: string,
  { path, all }: Wanted,
  directory: string,
): Promise<Beginning> {
  const { begun } = mock.state()
  const now = mock.clock.now()
  if (all || (await isUntouched(mock, seed))) {
    const isFile = /[./\\]/.test(seed)
    const named = isFile ? fileSeed(relative(dirname(path), resolve(directory, seed))) : seed
    return {
      head: [directive(`seed ${named}`)],
      dated: isFile
        ? undefined
        : async () => {
            const file = freeName(path)
            await saveState(file, await stateOf(seed, begun!))
            return stateHead(file, all ? new Date(begun!) : now)
          },
      said: [],
      save: async () => {},
    }
  }
  const file = freeName(path)
  const state = mock.state()
  return {
    head: stateHead(file, now),
    said: [`What the mock holds at this moment is in ${basename(file)}: a replay begins with it`],
    save: () => saveState(file, state),
  }
}

const directive = (words: string): PagePart => ({ kind: 'directive', words })

const stateHead = (file: string, now: Date): PagePart[] => [
  directive(`seed ${fileSeed(basename(file))}`),
  directive(`clock ${now.toISOString()}`),
]

async function saveState(file: string, state: State): Promise<void> {
  const { stateText } = await import('../../../mock/state/state.ts')
  await saveFile(file, [...stateText(state)].join(''), {
    shown: basename(file),
    mode: 0o644,
    replace: async () => false,
  })
}

/** A word with a slash in it is a path, from the transcript on. */
const fileSeed = (path: string) => (isAbsolute(path) || path.startsWith('..') ? path : `./${path}`)

/** `tour.state.json` beside `tour.md`, or with a number that is free. */
function freeName(path: string): string {
  const stem = join(dirname(path), basename(path).replace(/\.[^.]*$/, ''))
  for (let number = 1; ; number++) {
    const file = `${stem}.state${number === 1 ? '' : `-${number}`}.json`
    if (!existsSync(file)) return file
  }
}

function declaredNames(session: Session): string[] {
  const own = new Set(Object.getOwnPropertyNames(globalThis))
  return session.names().filter((name) => !own.has(name) && !preloaded.has(name))
}

const mostNames = 10

function missing(names: readonly string[], all: boolean): string {
  const shown = names.slice(0, mostNames).join(', ')
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : ''
  const hint = all ? '' : ' (.record FILE all begins with the first input)'
  return `The file will not know what was declared before: ${shown}${more}${hint}`
}
