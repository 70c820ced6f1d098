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

/**
 * For each expected text a printed one of its own: an equal one, else the first that is free, else by an
 * augmenting path. Undefined where there is none.
 */
function pair(
  wants: readonly string[],
  gots: readonly string[],
  same: (want: string, got: string) => boolean,
): number[] | undefined {
  const partners: (number | undefined)[] = wants.map(() => undefined)
  const owners: (number | undefined)[] = gots.map(() => undefined)
  const take = (want: number, got: number) => {
    partners[want] = got
    owners[got] = want
  }

  /** Where each text is printed, the first place last. */
  const places = new Map<string, number[]>()
  for (let got = gots.length - 1; got >= 0; got--) {
    const known = places.get(gots[got]!)
    if (known) known.push(got)
    else places.set(gots[got]!, [got])
  }
  for (const [want, text] of wants.entries()) {
    const equal = places.get(text)
    if (equal && equal.length > 0 && same(text, text)) take(want, equal.pop()!)
  }

  /** Gives an expected text a printed one although others have to take another for it. */
  const makeRoom = (want: number): boolean => {
    const reachedBy: (number | undefined)[] = []
    const looked = new Set<string>()
    const queue = [want]
    for (const current of queue) {
      // What an equal text fits is reached already.
      if (looked.has(wants[current]!)) continue
      looked.add(wants[current]!)
      for (let got = 0; got < gots.length; got++) {
        if (reachedBy[got] !== undefined || !same(wants[current]!, gots[got]!)) continue
        reachedBy[got] = current
        const owner = owners[got]
        if (owner !== undefined) {
          queue.push(owner)
          continue
        }
        let free: number | undefined = got
        while (free !== undefined) {
          const taker: number = reachedBy[free]!
          const left: number | undefined = partners[taker]
          take(taker, free)
          free = left
        }
        return true
      }
    }
    return false
  }
  for (const [want, text] of wants.entries()) {
    if (partners[want] !== undefined) continue
    const free = gots.findIndex((got, index) => owners[index] === undefined && same(text, got))
    if (free !== -1) take(want, free)
    else if (!makeRoom(want)) return undefined
  }
  return partners as number[]
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
