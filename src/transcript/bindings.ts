import type { Lexer, Literal } from './lexer.ts'
import { loadLexer } from './lexer.ts'
import { literalsWithWildcards, readLiteral, writeLiteral } from './literals.ts'
import type { Match } from './match.ts'

/** A literal in source that stood for a value which was matched before. */
export interface Use {
  /** The literal as it is written: `'case-...'`. */
  literal: string
  /** What it stood for, as a literal. */
  value: string
  /** All values that it matched so far, oldest first, as literals. */
  values: string[]
}

/**
 * The values that were only written for the reader. A string literal with `...` in expected output is bound to
 * the string that it matched; the same literal in later source stands for that string.
 */
export class Bindings {
  /** The text between the quotes, to the distinct values that it matched, the latest last. */
  private readonly values = new Map<string, string[]>()
  private lexer: Lexer | undefined

  /** Remembers what the string literals of an expectation matched. */
  capture({ matched, want, got, wildcards }: Match): void {
    if (!matched || wildcards.length === 0) return
    for (const literal of literalsWithWildcards(want, got, wildcards)) {
      const value = readLiteral(literal.matched)
      const name = readLiteral(literal.written)
      if (value === undefined || name === undefined) continue
      const known = this.values.get(name) ?? []
      this.values.set(name, [...known.filter((other) => other !== value), value])
    }
  }

  /** Writes the matched values into a source text, and says which literals stood for which values. */
  async substitute(source: string): Promise<{ source: string; uses: Use[] }> {
    if (this.values.size === 0 || !source.includes('...')) return { source, uses: [] }
    this.lexer ??= await loadLexer()
    const uses = new Map<string, Use>()
    let written = ''
    let position = 0
    for (const literal of this.lexer(source).literals) {
      const values = this.valuesOf(literal)
      if (!values) continue
      const value = writeLiteral(values.at(-1)!, literal.quote)
      written += source.slice(position, literal.start) + value
      position = literal.end
      const text = source.slice(literal.start, literal.end)
      uses.set(text, { literal: text, value, values: values.map((one) => writeLiteral(one, literal.quote)) })
    }
    return { source: written + source.slice(position), uses: [...uses.values()] }
  }

  private valuesOf({ value }: Literal): string[] | undefined {
    return value.includes('...') ? this.values.get(value) : undefined
  }
}
