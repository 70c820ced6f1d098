/** A printed array: where it stands in its text, and where each element does. */
interface PrintedArray {
  start: number
  end: number
  elements: { start: number; end: number; text: string }[]
}

const opening = '[{('
const closing = ']})'

/**
 * The printed text with the elements of its arrays in the order, and laid out in the lines, in which they are
 * expected, as far as `same` finds them to be the same. An element `...` stands for all that are left. Arrays
 * inside of arrays keep their order.
 */
export function inExpectedOrder(
  want: string,
  got: string,
  same: (want: string, got: string) => boolean,
): string {
  const expected = outermostArrays(want)
  const printed = outermostArrays(got)
  if (expected.length !== printed.length) return got
  let text = ''
  let position = 0
  for (const [index, array] of printed.entries()) {
    text += got.slice(position, array.start) + (reordered(want, expected[index]!, array, same) ?? '')
    if (!text.endsWith(']')) return got
    position = array.end
  }
  return text + got.slice(position)
}

function reordered(
  want: string,
  expected: PrintedArray,
  printed: PrintedArray,
  same: (want: string, got: string) => boolean,
): string | undefined {
  const wants = expected.elements.filter(({ text }) => text !== '...')
  const hasRest = wants.length < expected.elements.length
  if (hasRest ? wants.length > printed.elements.length : wants.length !== printed.elements.length) {
    return undefined
  }
  const partners = pair(
    wants.map(({ text }) => text),
    printed.elements.map(({ text }) => text),
    same,
  )
  if (!partners) return undefined
  const taken = new Set(partners)
  let rest = printed.elements.filter((_, index) => !taken.has(index)).map(({ text }) => text)
  let text = ''
  let position = expected.start
  let next = 0
  for (const element of expected.elements) {
    text += want.slice(position, element.start)
    if (element.text === '...') {
      text += rest.join(', ')
      rest = []
    } else text += printed.elements[partners[next++]!]!.text
    position = element.end
  }
  return text + want.slice(position, expected.end)
}

/** For each expected text a printed one of its own, by augmenting paths; undefined where there is none. */
function pair(
  wants: readonly string[],
  gots: readonly string[],
  same: (want: string, got: string) => boolean,
): number[] | undefined {
  const owners: (number | undefined)[] = gots.map(() => undefined)
  const find = (want: number, tried: Set<number>): boolean => {
    for (let got = 0; got < gots.length; got++) {
      if (tried.has(got) || !same(wants[want]!, gots[got]!)) continue
      tried.add(got)
      const owner = owners[got]
      if (owner === undefined || find(owner, tried)) {
        owners[got] = want
        return true
      }
    }
    return false
  }
  for (let want = 0; want < wants.length; want++) if (!find(want, new Set())) return undefined
  return wants.map((_, want) => owners.indexOf(want))
}

/** The arrays of a text that stand in no other array. Brackets in strings count for nothing. */
function outermostArrays(text: string): PrintedArray[] {
  const arrays: PrintedArray[] = []
  const open: string[] = []
  let array: PrintedArray | undefined
  /** How many brackets are open around the elements of the array. */
  let depth = 0
  let from = 0
  const add = (to: number) => {
    const raw = text.slice(from, to)
    const trimmed = raw.trim()
    if (trimmed === '') return
    const start = from + raw.indexOf(trimmed)
    array?.elements.push({ start, end: start + trimmed.length, text: trimmed })
  }
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (character === "'" || character === '"' || character === '`') {
      const end = stringEnd(text, at)
      if (end !== -1) at = end
    } else if (opening.includes(character)) {
      open.push(character)
      if (character === '[' && !array) {
        array = { start: at, end: at, elements: [] }
        depth = open.length
        from = at + 1
      }
    } else if (closing.includes(character)) {
      if (array && open.length === depth) {
        add(at)
        arrays.push({ ...array, end: at + 1 })
        array = undefined
      }
      open.pop()
    } else if (character === ',' && array && open.length === depth) {
      add(at)
      from = at + 1
    }
  }
  return arrays
}

/** Where a string that opens here is closed, on its line; -1 for an apostrophe. */
function stringEnd(text: string, open: number): number {
  for (let at = open + 1; at < text.length && text[at] !== '\n'; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === text[open]) return at
  }
  return -1
}
