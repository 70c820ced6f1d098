/** Stack frames in the user's terms: `total (script.ts:12)`. Frames of this program are not shown. */
import { fileURLToPath } from 'node:url'

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

/** Own code and what it uses, as stack frames name it. */
const own = [ownFolder, fileURLToPath(ownFolder), '/node_modules/']

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

  /** The frames of the user's own code in a stack, innermost first. */
  frames(stack: string): string[] {
    return stack.split('\n').flatMap((line) => {
      const [, name, place = ''] = frame.exec(line) ?? []
      const told = this.#told(place)
      if (!told) return []
      return [name ? `${name} (${told})` : told]
    })
  }

  /** A printed text with the frames of the stacks in it told in the user's terms, the rest left out. */
  clean(text: string): string {
    if (!/^\s+at /m.test(text)) return text
    const lines: string[] = []
    // Below the place where an input was started, everything is the caller's.
    let below = false
    for (const line of text.split('\n')) {
      const shared = elided.exec(line)
      const [, name, place = '', brace = ''] = frame.exec(line) ?? []
      const told = this.#told(place)
      below = place !== '' && (below || place.startsWith('node:inspector'))
      const indent = /^\s*/.exec(line)![0]
      if (told) lines.push(`${indent}at ${name ? `${name} (${told})` : told}${brace}`)
      else if (!isOwn(place) && !below && !shared) lines.push(line)
      // Node opens an error's properties at the end of its last frame.
      else if (brace || shared?.[1]) lines.push(`${lines.pop() ?? ''} {`)
    }
    return lines.join('\n')
  }

  #told(place: string): string | undefined {
    const match = /^support-repl:(\d+):(\d+):(\d+)$/.exec(place)
    const origin = match && this.#origins[Number(match[1])]
    return origin ? `${origin.name}:${origin.lineOf(Number(match[2]), Number(match[3]))}` : undefined
  }
}

function isOwn(place: string): boolean {
  if (place === '') return false
  return /^(node:|<anonymous>|native$)/.test(place) || own.some((path) => place.includes(path))
}

/** A printed error without any frames. */
export function withoutFrames(text: string): string {
  const lines: string[] = []
  for (const line of text.split('\n')) {
    if (!/^\s+at /.test(line) && !elided.test(line)) lines.push(line)
    else if (line.endsWith(' {')) lines.push(`${lines.pop() ?? ''} {`)
  }
  return lines.join('\n')
}
