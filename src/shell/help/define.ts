/** `conn.describeCases.help`, `conn.download.help`, `conn.help`: the same texts as `.help` has, at the prompt. */
import { inspect } from 'node:util'
import { paginatorName, type SupportConnection } from '../../client/connection.ts'
import { fileMethods } from '../../model/attachments.ts'
import { operation, operationNames } from '../../model/operations.ts'
import type { DotCommand } from '../dot-commands/dot-command.ts'
import type { Look } from './layout.ts'

type Pages = typeof import('./pages.ts')

export interface HelpOptions {
  /** The width of the screen, in cells; 80 when absent. */
  readonly columns?: () => number
  /** What `conn.help` lists besides operations; none when absent. */
  readonly commands?: () => readonly DotCommand[] | Promise<readonly DotCommand[]>
}

/** Loads help where the source of an input looks as if it asked for it; wait for it before the input runs. */
export type PrepareHelp = (source: string) => Promise<void>

/**
 * Gives the methods of a class of connections, and its connections, a `help` that prints as text. Nothing of help is
 * loaded before an input mentions it.
 *
 * @param Connection a class of the shell's own: the methods of the class that it extends stay as they are
 */
export function defineHelp(
  Connection: typeof SupportConnection,
  { columns = () => 80, commands = () => [] }: HelpOptions = {},
): PrepareHelp {
  let loaded: { readonly pages: Pages; readonly commands: readonly DotCommand[] } | undefined
  const load = async () => {
    const [pages, known] = await Promise.all([import('./pages.ts'), commands()])
    loaded = { pages, commands: known }
  }
  const text = (name: string, colors: boolean) => {
    if (!loaded) return undefined
    const look: Look = { columns: columns(), colors }
    const answer = loaded.pages.help(name, loaded.commands, look)
    return 'text' in answer ? answer.text : undefined
  }
  const helpOn = (name: string) => new Help((colors) => text(name, colors), load)
  const { prototype } = Connection
  for (const name of methodNames()) {
    const value = ownMethod(prototype, name)
    hide(value, 'help', { get: () => helpOn(name) })
    hide(prototype, name, { value, writable: true })
  }
  hide(prototype, 'help', { get: () => helpOn('') })
  return async (source) => {
    if (/\bhelp\b/.test(source)) await load()
  }
}

function methodNames(): string[] {
  const paged = operationNames.filter((name) => operation(name).pages !== undefined)
  return [...operationNames, ...paged.map(paginatorName), ...Object.keys(fileMethods)]
}

/** A method that does what the inherited one does: only this class's own is given help. */
function ownMethod(prototype: object, name: string): (...args: unknown[]) => unknown {
  const inherited = Reflect.get(prototype, name) as (...args: unknown[]) => unknown
  const own = {
    [name](...args: unknown[]) {
      return inherited.apply(this, args)
    },
  }
  return own[name]!
}

/** A property that listings leave out, and that may be replaced. */
function hide(target: object, name: string, property: PropertyDescriptor): void {
  Object.defineProperty(target, name, { ...property, enumerable: false, configurable: true })
}

/** A text of help. It prints without quotes, and is made when it is printed. */
class Help {
  readonly #text: (colors: boolean) => string | undefined
  readonly #load: () => Promise<void>

  constructor(text: (colors: boolean) => string | undefined, load: () => Promise<void>) {
    this.#text = text
    this.#load = load
  }

  [inspect.custom](_depth: number, { colors = false }: { colors?: boolean }): string {
    const text = this.#text(colors)
    if (text !== undefined) return text
    // The input did not mention help in so many words, and printing cannot wait.
    void this.#load()
    return 'Help is being loaded: look again.'
  }

  toString(): string {
    return inspect(this, { colors: false })
  }

  toJSON(): string {
    return this.toString()
  }
}
