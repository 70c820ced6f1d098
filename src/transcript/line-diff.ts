import { splitError, withoutStack } from './expected-error.ts'
import { type MatchOptions, match } from './match.ts'

/** A line of a comparison: it matched, was expected and did not come, or came and was not expected. */
export type DiffLine =
  | { sign: ' '; want: string; swallowed: string[] }
  | { sign: ' '; want: string; lines: string[] }
  | { sign: '-'; want: string }
  | { sign: '+'; got: string }

/**
 * Compares expected and printed text line by line. A line whose wildcards match is a line that matched and
 * says what they swallowed; a line of `...` alone takes the lines that stand in its place.
 */
export async function diffLines(want: string, got: string, options: MatchOptions = {}): Promise<DiffLine[]> {
  const { diffArrays } = await import('diff')
  const [expected, printed] = [want, got].map((text) => asWritten(text, options.failed ?? false)) as [
    string[],
    string[],
  ]
  const lineOptions = { ...options, failed: options.ignoreExceptionDetail ? undefined : false }
  const isEllipsis = (line: string) => options.ellipsis !== false && line.trim() === '...'
  const parts = diffArrays(expected, printed, {
    comparator: (a, b) => !isEllipsis(a) && (a === b || match(a, b, lineOptions).matched),
    maxEditLength: 1000,
  })
  // Too different to compare in reasonable time: all of the one, then all of the other.
  if (!parts) return changed(expected, printed, isEllipsis)

  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  let removed: string[] = []
  let added: string[] = []
  for (const part of [...parts, { removed: false, added: false, value: [] }]) {
    if (part.removed) {
      removed = expected.slice(i, i + part.value.length)
      i += removed.length
    } else if (part.added) {
      added = printed.slice(j, j + part.value.length)
      j += added.length
    } else {
      for (const line of changed(removed, added, isEllipsis)) lines.push(line)
      removed = []
      added = []
      for (const _ of part.value) {
        const outcome = match(expected[i]!, printed[j++]!, lineOptions)
        const swallowed = outcome.wildcards.map(({ start, end }) => outcome.got.slice(start, end))
        lines.push({ sign: ' ', want: expected[i++]!, swallowed })
      }
    }
  }
  return lines
}

/**
 * Lines that differ. Where no more lines were expected than came, each line of `...` among them takes the line
 * in its place, the first of them also all that are too many.
 */
function changed(
  wants: readonly string[],
  gots: readonly string[],
  isEllipsis: (line: string) => boolean,
): DiffLine[] {
  const first = gots.length < wants.length ? -1 : wants.findIndex(isEllipsis)
  const result: DiffLine[] = []
  let [from, position] = [0, 0]
  const flush = (to: number, end: number) => {
    for (const want of wants.slice(from, to)) result.push({ sign: '-', want })
    for (const got of gots.slice(position, end)) result.push({ sign: '+', got })
    from = to + 1
    position = end
  }
  for (let at = first; at !== -1 && at < wants.length; at++) {
    if (!isEllipsis(wants[at]!)) continue
    flush(at, position + at - from)
    const taken = at === first ? gots.length - wants.length + 1 : 1
    result.push({ sign: ' ', want: wants[at]!, lines: gots.slice(position, position + taken) })
    position += taken
  }
  flush(wants.length, gots.length)
  return result
}

/** Printed text as a transcript writes it down: blank lines marked, an error without its stack. */
export function asWritten(got: string, failed: boolean): string[] {
  const text = got.replace(/\r\n?/g, '\n').replace(/\n$/, '')
  const error = failed ? splitError(text) : undefined
  const { before, line, rest } = error
    ? withoutStack(error)
    : { before: text.split('\n'), line: undefined, rest: [] }
  if (got === '') return []
  return [...before, ...(line === undefined ? [] : [line]), ...rest].map((one) =>
    one.trim() === '' ? '<BLANKLINE>' : one,
  )
}
