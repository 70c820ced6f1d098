/** TypeScript input: types are stripped, nothing is checked. Loaded only when JavaScript fails. */

/** JavaScript, and how its lines go back to the source's. */
export interface Stripped {
  readonly status: 'stripped'
  readonly code: string
  /** The 1-based line of the source that a 1-based line and column of the code comes from. */
  readonly lineOf: (line: number, column: number) => number
}

/** Why the source is not TypeScript either; `offset` counts characters from its start. */
export interface Refused {
  readonly status: 'refused'
  readonly message: string
  readonly offset: number
  /** The source ends where more was expected. */
  readonly incomplete: boolean
}

export async function stripTypes(source: string): Promise<Stripped | Refused> {
  const [{ transformSync }, { SourceMap }] = await Promise.all([
    import('oxc-transform'),
    import('node:module'),
  ])
  // Unused imports are kept: a later input may use them.
  const options = { sourcemap: true, typescript: { onlyRemoveTypeImports: true } } as const
  const { code, map, errors } = transformSync('input.ts', source, options)
  const error = errors[0] && inCharacters(errors[0], source)
  if (error) {
    const offset = Math.max(0, ...error.labels.map(({ start }) => start))
    return { status: 'refused', message: error.message, offset, incomplete: isIncomplete(error, source) }
  }
  const sourceMap = new SourceMap(map as unknown as ConstructorParameters<typeof SourceMap>[0])
  const lineOf = (line: number, column: number) => {
    const entry = sourceMap.findEntry(line - 1, column - 1)
    return 'originalLine' in entry ? entry.originalLine + 1 : line
  }
  return { status: 'stripped', code, lineOf }
}

interface Problem {
  readonly message: string
  readonly labels: { readonly start: number; readonly end: number }[]
}

/** The parser counts bytes of UTF-8. */
function inCharacters({ message, labels }: Problem, source: string): Problem {
  const bytes = Buffer.from(source)
  const character = (byte: number) => bytes.toString('utf8', 0, byte).length
  return {
    message,
    labels: labels.map(({ start, end }) => ({ start: character(start), end: character(end) })),
  }
}

function isIncomplete({ message, labels }: Problem, source: string): boolean {
  if (/\bEOF\b|end of file/i.test(message)) return true
  const end = source.trimEnd().length
  if (/^Unexpected token/.test(message)) return labels.some(({ start }) => start >= end)
  const openEnded = labels.some((label) => label.end >= end)
  return (
    openEnded && /^Unterminated (template|multi-?line comment|string)/i.test(message) && /[`*]/.test(source)
  )
}
