/** A source as the parts of an example: its literals that repeat what the service made up are set apart. */
import { redactSource } from '../../../shell/history/redact-source.ts'
import type { Lexer, Literal } from '../../../transcript/index.ts'
import type { Values } from './values.ts'
import type { Value } from './wildcards.ts'

/** A literal that stands for a value. */
export interface Use {
  readonly value: Value
  readonly quote: Literal['quote']
}

export type SourceParts = readonly (string | Use)[]

export interface Source {
  /** Without what looks like a secret. */
  readonly parts: SourceParts
  readonly isRedacted: boolean
}

/** Rejects nothing: a source that cannot be read is one part. */
export async function sourceParts(source: string, values: Values, lexer: Lexer): Promise<Source> {
  const uses: Use[] = []
  let marked = ''
  let position = 0
  for (const { start, end, quote, value: text } of lexer(source).literals) {
    const value = values.get(text)
    if (!value) continue
    // What the service made up is no secret, though it may look like one.
    marked += source.slice(position, start) + quote + mark(uses.push({ value, quote }) - 1) + quote
    position = end
  }
  marked += source.slice(position)
  const safe = await redactSource(marked)
  const parts = safe.split(/(['"`]\ue000\d+\ue000['"`])/).map((part) => {
    const [, index] = /^['"`]\ue000(\d+)\ue000/.exec(part) ?? []
    return (index === undefined ? undefined : uses[Number(index)]) ?? part
  })
  return { parts, isRedacted: safe !== marked }
}

const mark = (index: number) => `\ue000${index}\ue000`

/** The source with every value as it is written. */
export function sourceText(parts: SourceParts, written: (value: Value) => string): string {
  return parts
    .map((part) => (typeof part === 'string' ? part : part.quote + written(part.value) + part.quote))
    .join('')
}
