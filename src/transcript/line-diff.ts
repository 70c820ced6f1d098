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
  const expected = want === '' ? [] : want.split('\n')
  const printed = asWritten(got, options.failed ?? false)
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
  let [removed, added]: [string[], string[]] = [[], []]
  for (const part of [...parts, { removed: false, added: false, value: [] }]) {
    if (part.removed) removed = expected.slice(i, (i += part.value.length))
    else if (part.added) added = printed.slice(j, (j += part.value.length))
    else {
      for (const line of changed(removed, added, isEllipsis)) lines.push(line)
      ;[removed, added] = [[], []]
      for (const _ of part.value) {
        const outcome = match(expected[i]!, printed[j++]!, lineOptions)
        const swallowed = outcome.wildcards.map(({ start, end }) => outcome.got.slice(start, end))
        lines.push({ sign: ' ', want: expected[i++]!, swallowed })
      }
    }
  }
  return lines
}

/** Lines that differ; of the first line of `...` among the expected ones it is known what stands in its place. */
function changed(
  wants: readonly string[],
  gots: readonly string[],
  isEllipsis: (line: string) => boolean,
): DiffLine[] {
  const at = wants.findIndex(isEllipsis)
  const after = gots.length - (wants.length - at - 1)
  if (at !== -1 && after > at) {
    return [
      ...changed(wants.slice(0, at), gots.slice(0, at), isEllipsis),
      { sign: ' ', want: wants[at]!, lines: gots.slice(at, after) },
      ...changed(wants.slice(at + 1), gots.slice(after), isEllipsis),
    ]
  }
  return [
    ...wants.map((want): DiffLine => ({ sign: '-', want })),
    ...gots.map((got): DiffLine => ({ sign: '+', got })),
  ]
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
