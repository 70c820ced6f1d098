/** How a value that the service made up is written in an expectation: what is the same in all such values stays. */
import type { MadeUp } from '../../../model/shape.ts'

/** What a value is. Those that no call answered are told by their form; what is hidden is not for a file. */
export type ValueKind = MadeUp | 'uuid' | 'address' | 'number' | 'hidden'

export interface Value {
  readonly kind: ValueKind
  readonly text: string
}

const any = '...'

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** In base64url a hyphen is a letter like others: another value has it elsewhere. */
const hyphens = /^[a-z0-9]+(?:-[a-z0-9]+)+$/

/**
 * The ways to write it, the plainest first; there is no end of them. Two values that have to be told apart
 * are written in different ways, since a literal in source stands for the latest value that it matched.
 */
export function* waysToWrite({ kind, text }: Value): Generator<string, void> {
  const [head, seams, tail] = partsOf(kind, text)
  const rest = text.slice(head.length, text.length - tail.length)
  let way = head + any
  yield way + tail
  let from = 0
  for (const seam of seams) {
    const at = rest.indexOf(seam, from)
    if (at < 0) continue
    from = at + seam.length
    way += seam + any
    yield way + tail
  }
  for (;;) {
    way += any
    yield way + tail
  }
}

/** What stays at the front; where it can be cut, in this order; what stays at the end. */
function partsOf(kind: ValueKind, text: string): readonly [string, readonly string[], string] {
  if (uuid.test(text)) return ['...-...-...-...-', [], '']
  switch (kind) {
    case 'id':
      // case-..., attachment-..., as-..., upload-...
      return [/^[a-z]{2,}-(?=.)/.exec(text)?.[0] ?? '', hyphens.test(text) ? ['-', '-', '-'] : [], '']
    case 'time':
      // The century, and the zone: 20...Z
      return [/^\d\d/.exec(text)?.[0] ?? '', ['-', 'T', ':'], /(?:Z|[+-]\d\d:?\d\d)$/.exec(text)?.[0] ?? '']
    case 'url':
      return ['http', ['://', '/', '/', '?', '&'], '']
    case 'address':
      return [text.slice(0, text.lastIndexOf(':') + 1), [], '']
    case 'number':
    case 'duration':
      return [text.slice(0, 1), [], '']
    case 'token':
    case 'uuid':
    case 'hidden':
      return ['', [], '']
  }
}
