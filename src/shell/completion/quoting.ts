/** Texts as source: quoted so that what is inserted is valid and shows what it is, and read back. */
import type { Quote } from './reading.ts'

/** What would break a line or a terminal, or turn the direction of text: the source names it by number. */
export const hidden = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu

const letters: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
}

/** What ends or changes the text between such quotes. */
const special: Readonly<Record<Quote, RegExp>> = {
  "'": /['\\]/g,
  '"': /["\\]/g,
  '`': /[`\\]|\$(?=\{)/g,
}

/** Most ids, by the thousand: nothing in them has to be looked at. */
const plain = /^[\w.-]*$/

/** The text as a literal. */
export function quoted(text: string, quote: Quote = "'"): string {
  if (plain.test(text)) return quote + text + quote
  return `${openQuoted(text, quote)}${quote}`
}

/** The text as a literal that goes on: without its closing quote. */
export function openQuoted(text: string, quote: Quote = "'"): string {
  return `${quote}${text.replace(special[quote], '\\$&').replace(hidden, escaped)}`
}

function escaped(character: string): string {
  // `\0` is left to numbers: a digit may follow it.
  const letter = Object.keys(letters).find((each) => letters[each] === character && each !== '0')
  if (letter !== undefined) return `\\${letter}`
  const hex = character.charCodeAt(0).toString(16)
  return hex.length > 2 ? `\\u${hex.padStart(4, '0')}` : `\\x${hex.padStart(2, '0')}`
}

const escapes =
  /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|(\r\n|[\n\r\u2028\u2029])|([\s\S]))|\\$/gi

/** What the inside of a literal says, finished or not; an escape that is not finished says nothing. */
export function unquoted(source: string): string {
  return source.replace(
    escapes,
    (_, point?: string, unit?: string, byte?: string, lineEnd?: string, letter?: string) => {
      const hex = point ?? unit ?? byte
      if (hex !== undefined) return fromCodePoint(Number.parseInt(hex, 16))
      return lineEnd !== undefined || letter === undefined ? '' : (letters[letter] ?? letter)
    },
  )
}

const fromCodePoint = (point: number) => (point > 0x10ffff ? '' : String.fromCodePoint(point))

/** What a literal says that is all of the source; undefined for anything else. */
export function literalText(source: string): string | undefined {
  const [, quote, inside] = /^(['"`])(.*)\1$/s.exec(source) ?? []
  if (quote === undefined || inside === undefined) return undefined
  // More than one literal, or a template that is computed.
  // What is escaped still stands between its neighbours: `$\\{` begins no computation.
  const rest = inside.replace(/\\[\s\S]/g, ' ')
  return rest.includes(quote) || (quote === '`' && rest.includes('${')) ? undefined : unquoted(inside)
}
