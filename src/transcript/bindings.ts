import type { Lexer, Literal } from './lexer.ts'
import { loadLexer } from './lexer.ts'
import { literalsWithWildcards, readLiteral, writeLiteral } from './literals.ts'
import type { Match } from './match.ts'
import { type Placeholders, placeholderPattern } from './wildcards.ts'

/** A literal in source that stood for a value which was matched before. */
export interface Use {
  /** The literal as it is written: `'case-...'`. */
  literal: string
  /** What it stood for, as a literal. */
  value: string
  /** How many values it matched so far. */
  count: number
  /** The latest of them, up to five, the latest last, as literals. Every use keeps them: there may be many. */
  recent: string[]
}

/** What a literal with a wildcard matched: all distinct values, and the latest of them, the latest last. */
interface Matched {
  values: Set<string>
  recent: string[]
}

const recentLimit = 5

/** A source text as it is run. */
export interface Substituted {
  source: string
  /** Which literals stood for which values. */
  uses: Use[]
  /** Placeholders in its literals that have no value yet. */
  unbound: string[]
}

/**
 * The values that were only written for the reader. A string literal with `...` in expected output is bound to
 * the string that it matched; the same literal in later source stands for that string. A declared placeholder
 * is bound to what it matched first, and stands for that in literals of source and in expected output.
 */
export class Bindings {
  /** By the text between the quotes. */
  private readonly matched = new Map<string, Matched>()
  private readonly named = new Map<string, string | undefined>()
  private lexer: Lexer | undefined

  /** The placeholders, for comparing. */
  get placeholders(): Placeholders {
    return this.named
  }

  /** Makes a text a placeholder, with a value or to be bound where it first matches. */
  declare(name: string, value?: string): void {
    this.named.set(name, value)
  }

  /** Remembers what the string literals and the placeholders of an expectation matched. */
  capture({ matched, want, got, wildcards }: Match): void {
    if (!matched || wildcards.length === 0) return
    for (const { name, start, end } of wildcards) {
      if (name !== undefined && this.named.get(name) === undefined)
        this.named.set(name, got.slice(start, end))
    }
    for (const literal of literalsWithWildcards(want, got, wildcards)) {
      const value = readLiteral(literal.matched)
      const name = readLiteral(literal.written)
      if (value === undefined || name === undefined || !name.includes('...')) continue
      const known = this.matched.get(name) ?? { values: new Set(), recent: [] }
      known.values.add(value)
      known.recent = [...known.recent.filter((other) => other !== value), value].slice(-recentLimit)
      this.matched.set(name, known)
    }
  }

  /** Whether a source text may be another one when it is run. */
  mayChange(source: string): boolean {
    return this.named.size > 0 || (this.matched.size > 0 && source.includes('...'))
  }

  /** Writes the matched values into a source text. */
  async substitute(source: string): Promise<Substituted> {
    if (!this.mayChange(source)) return { source, uses: [], unbound: [] }
    this.lexer ??= await loadLexer()
    const uses = new Map<string, Use>()
    const unbound = new Set<string>()
    let written = ''
    let position = 0
    for (const literal of this.lexer(source).literals) {
      const found = this.find(literal, unbound)
      if (!found) continue
      const recent = found.recent.map((one) => writeLiteral(one, literal.quote))
      const value = recent.at(-1)!
      written += source.slice(position, literal.start) + value
      position = literal.end
      const text = source.slice(literal.start, literal.end)
      uses.set(text, { literal: text, value, count: found.count, recent })
    }
    return { source: written + source.slice(position), uses: [...uses.values()], unbound: [...unbound] }
  }

  private find({ value }: Literal, unbound: Set<string>): Pick<Use, 'count' | 'recent'> | undefined {
    const matched = value.includes('...') ? this.matched.get(value) : undefined
    if (matched) return { count: matched.values.size, recent: matched.recent }
    if (this.named.size === 0) return undefined
    const filled = value.replace(placeholderPattern(this.named), (name) => {
      const known = this.named.get(name)
      if (known === undefined) unbound.add(name)
      return known ?? name
    })
    return filled === value ? undefined : { count: 1, recent: [filled] }
  }
}
