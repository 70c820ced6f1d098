/** What an input printed, as the parts of an expectation: what is made up or not for a file is set apart. */
import { secretsIn } from '../../../shell/history/secret-text.ts'
import type { Run } from '../run-log.ts'
import type { Parts, Values } from './values.ts'
import type { Value } from './wildcards.ts'

export interface Printed {
  /** As a replay prints it: line ends are LF, colours of the console are gone. */
  readonly got: string
  readonly parts: Parts
}

const colorCode = /\u001b\[[0-9;]*m/g

/** A source that names escapes writes colours itself, where there are none, too. */
const namesEscapes = /\\x1b|\\u001b|\\u\{1b\}|\\033|styleText|chalk|picocolors/i

/** What a file of text does not hold, or what an editor would make something else of. */
const unwritable =
  /[\0-\x08\x0b-\x1f\x7f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** @param colors the console writes in colours, which a replay does not */
export function printedParts(run: Run, values: Values, sources: string, colors: boolean): Printed {
  const hasOwnColors = !colors || namesEscapes.test(sources)
  const written = hasOwnColors ? run.console : run.console.replace(colorCode, '')
  const console = unixLines(written)
  const got = console + (run.text ?? '')
  const spans = [...(run.consoleIsCut ? [{ start: console.length, end: console.length }] : [])]
  if (hasOwnColors) for (const span of spansOf(colorCode, got)) spans.push(span)
  for (const span of spansOf(unwritable, got)) if (!covered(span, spans)) spans.push(span)
  spans.sort((one, other) => one.start - other.start)
  return { got, parts: joined(got, spans, (text) => withoutSecrets(values.parts(text))) }
}

interface Span {
  readonly start: number
  readonly end: number
}

const unixLines = (text: string) => text.replace(/\r\n?/g, '\n')

const spansOf = (pattern: RegExp, text: string): Span[] =>
  [...text.matchAll(pattern)].map(({ 0: match, index }) => ({ start: index, end: index + match.length }))

const covered = ({ start, end }: Span, spans: readonly Span[]) =>
  spans.some((each) => each.start <= start && end <= each.end)

/** The text outside the spans taken apart; the spans themselves hidden. */
function joined(text: string, spans: readonly Span[], partsOf: (text: string) => Parts): Parts {
  const parts: (string | Value)[] = []
  let position = 0
  for (const { start, end } of spans) {
    parts.push(...partsOf(text.slice(position, start)), { kind: 'hidden', text: text.slice(start, end) })
    position = end
  }
  return [...parts, ...partsOf(text.slice(position))]
}

function withoutSecrets(parts: Parts): Parts {
  return parts.flatMap((part) =>
    typeof part === 'string' ? joined(part, secretsIn(part), (text) => (text === '' ? [] : [text])) : part,
  )
}
