/** Stack frames in the user's terms: `total (script.ts:12)`. Frames of this program are not shown. */
import { fileURLToPath } from 'node:url'
import { types } from 'node:util'

/** Where a piece of evaluated code came from. */
export interface Origin {
  /** What the frames call it: a file's name, or `input 3`. */
  readonly name: string
  /** The line of the source that a line and column of the code came from, both 1-based. */
  readonly lineOf: (line: number, column: number) => number
}

const scheme = 'support-repl'

/** The folder of this program's own code: src, or dist when it is built. */
const ownFolder = import.meta.url.replace(/(.*\/(?:src|dist)\/).*/, '$1')

/** Own code, and what it uses, as stack frames name it. */
const ownFolders = [ownFolder, fileURLToPath(ownFolder)]
const own = [...ownFolders, '/node_modules/']

/** What Node prints in place of frames that an error shares with its cause. */
const elided = /^\s+\.\.\. \d+ lines matching cause stack trace \.\.\.( \{)?$/

const frame = /^\s+at (?:async )?(?:(.*) \()?(.+?)\)?( \{)?$/

/** Remembers what was evaluated, so that frames can be told in the user's terms. */
export class Origins {
  readonly #origins: Origin[] = []

  /** Marks code so that its stack frames are recognised. */
  mark(code: string, origin: Origin): string {
    const index = this.#origins.push(origin) - 1
    return `${code}\n//# sourceURL=${scheme}:${index}`
  }

  /**
   * The piece of code that the code which runs now came from, by its number; across awaits, too. Undefined
   * where none is on the stack.
   */
  get running(): number | undefined {
    const { prepareStackTrace, stackTraceLimit } = Error
    const holder: { stack?: unknown } = {}
    try {
      Error.stackTraceLimit = 100
      Error.prepareStackTrace = (_error, sites) => sites.map((site) => site.getScriptNameOrSourceURL())
      Error.captureStackTrace(holder)
      const names = holder.stack as (string | null)[]
      const outermost = names.findLast((name) => name?.startsWith(`${scheme}:`))
      return outermost ? Number(outermost.slice(scheme.length + 1)) : undefined
    } finally {
      Object.assign(Error, { prepareStackTrace, stackTraceLimit })
    }
  }

  /** The number of the code that was marked last. */
  get last(): number {
    return this.#origins.length - 1
  }

  /** The frames of the user's own code in a stack, innermost first. */
  frames(stack: string): string[] {
    return stack.split('\n').flatMap((line) => {
      const [, name, place = ''] = frame.exec(line) ?? []
      const told = this.#told(place)
      if (!told) return []
      return [inFunction(name, told)]
    })
  }

  /**
   * A printed text with the stacks in it told in the user's terms. Stacks in which this program does
   * not occur are the user's text, and stay as they are.
   */
  clean(text: string): string {
    if (!/^\s+at /m.test(text)) return text
    const lines: string[] = []
    let block: string[] = []
    for (const line of [...text.split('\n'), '']) {
      if (frame.test(line) || elided.test(line)) {
        block.push(line)
        continue
      }
      if (block.some((each) => this.#isOurs(each))) this.#cleanBlock(block, lines)
      else lines.push(...block)
      block = []
      lines.push(line)
    }
    return lines.slice(0, -1).join('\n')
  }

  #isOurs(line: string): boolean {
    const [, , place = ''] = frame.exec(line) ?? []
    return place.startsWith(`${scheme}:`) || ownFolders.some((path) => place.includes(path))
  }

  /** Adds the frames of one stack to the lines before it. */
  #cleanBlock(block: readonly string[], lines: string[]): void {
    // Below the place where an input was started, everything is the caller's.
    let below = false
    for (const line of block) {
      const shared = elided.exec(line)
      const [, name, place = '', brace = ''] = shared ? [] : (frame.exec(line) ?? [])
      const told = this.#told(place)
      below ||= place.startsWith('node:inspector')
      const indent = /^\s*/.exec(line)![0]
      if (told) lines.push(`${indent}at ${inFunction(name, told)}${brace}`)
      else if (!isOwn(place) && !below && !shared) lines.push(line)
      // Node opens an error's properties at the end of its last frame.
      else if (brace || shared?.[1]) lines.push(`${lines.pop() ?? ''} {`)
    }
  }

  #told(place: string): string | undefined {
    const match = /^support-repl:(\d+):(\d+):(\d+)$/.exec(place)
    const origin = match && this.#origins[Number(match[1])]
    return origin ? `${origin.name}:${origin.lineOf(Number(match[2]), Number(match[3]))}` : undefined
  }
}

/** Top-level code may run as that of an `eval`, which is nobody's business. */
function inFunction(name: string | undefined, told: string): string {
  return name && name !== 'eval' ? `${name} (${told})` : told
}

function isOwn(place: string): boolean {
  if (place === '') return false
  return /^(node:|<anonymous>|native$)/.test(place) || own.some((path) => place.includes(path))
}

/** The printed text of an error without the frames of its stack, and of those of its causes. */
export function withoutFrames(text: string, error: unknown): string {
  const frames = new Set(stacks(error).flatMap(framesOf))
  const lines: string[] = []
  for (const line of text.split('\n')) {
    const shared = elided.test(line)
    if (!shared && !frames.has(line.trim().replace(/ \{$/, ''))) lines.push(line)
    else if (line.endsWith(' {')) lines.push(`${lines.pop() ?? ''} {`)
  }
  return lines.join('\n')
}

/** The lines of a stack below the error's name and message. */
function framesOf({ stack, message }: { stack: string; message: string }): string[] {
  const at = stack.indexOf(message)
  const below = at < 0 ? stack : stack.slice(at + message.length)
  return below.split('\n').flatMap((line) => (/^\s+at /.test(line) ? line.trim() : []))
}

/** The stacks of an error, of its causes, and of the errors that it gathers. */
function stacks(error: unknown, seen = new Set<unknown>()): { stack: string; message: string }[] {
  if (!types.isNativeError(error) || seen.has(error)) return []
  seen.add(error)
  const { stack, message, cause, errors } = error as Error & { errors?: unknown }
  const inner = [cause, ...(Array.isArray(errors) ? errors : [])].flatMap((each) => stacks(each, seen))
  return [...(typeof stack === 'string' ? [{ stack, message: String(message) }] : []), ...inner]
}
