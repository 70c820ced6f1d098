/**
 * Finds what looks like a secret in the words of a text, whatever it is: a comment, a string, a file that
 * was pasted. Each step looks at every character a limited number of times.
 */
import { secretName } from './secret-names.ts'

/** A part of the text, by offsets. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** What stands in the place of a secret. */
export const redacted = '<redacted>'

/** The text without what looks like a secret. For source there is redact-source.ts. */
export function withoutSecrets(text: string): string {
  return replaced(text, secretsIn(text), redacted)
}

/** The text with something else in the place of its ranges, which are in order. */
export function replaced(text: string, ranges: readonly Range[], mark: string): string {
  let out = ''
  let from = 0
  for (const { start, end } of ranges) {
    out += text.slice(from, start) + mark
    from = end
  }
  return out + text.slice(from)
}

/** What looks like a secret, in order and without overlaps; without the quotes around it. */
export function secretsIn(text: string): Range[] {
  return union([
    ...privateKeys(text),
    ...connectionArguments(text),
    ...namedValues(text),
    ...passwordsOfUrls(text),
    ...keys(text),
  ])
}

/** The secrets that can be told without a name beside them: in code, a name has a value that is code. */
export function keysIn(code: string): Range[] {
  return union([...keys(code)])
}

function union(ranges: Range[]): Range[] {
  const kept: { start: number; end: number }[] = []
  for (const { start, end } of ranges.sort((one, other) => one.start - other.start)) {
    const last = kept.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else kept.push({ start, end })
  }
  return kept
}

/** What AWS's key ids begin with, and at least 12 characters more. */
const keyId = /^(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA|AROA|AIDA)[A-Z0-9]{12,}$/

const run = /[A-Za-z0-9/+_-]+={0,2}/g

function* keys(text: string): Generator<Range> {
  for (const { 0: found, index } of text.matchAll(run)) {
    if (found.length < 16) continue
    // The letter of an escape is not a part of it: `\nAKIA...`.
    const isEscape = text[index - 1] === '\\' && /^[nrtbfv0]/.test(found)
    for (const skipped of isEscape ? [1, 0] : [0]) {
      const word = found.slice(skipped)
      if (isKey(word)) yield { start: index + skipped, end: index + found.length }
      else if (/A[A-Z0-9]{15}/.test(word)) yield* keyIds(word, index + skipped)
    }
  }
}

function* keyIds(text: string, offset: number): Generator<Range> {
  for (const { 0: word, index } of text.matchAll(/[A-Za-z0-9]+/g)) {
    if (keyId.test(word)) yield { start: offset + index, end: offset + index + word.length }
  }
}

/**
 * Whether it is a secret access key, of 40 characters of base64, or a token, which is longer. Random
 * characters change their kind two times out of three; words and paths do so seldom.
 */
function isKey(word: string): boolean {
  if (word.length < 40 || /[_-]/.test(word)) return false
  if (!/[a-z]/.test(word) || !/[A-Z]/.test(word) || !/[0-9/+]/.test(word)) return false
  const kinds = word.replace(/[a-z]/g, 'a').replace(/[A-Z]/g, 'A').replace(/[0-9]/g, '0')
  const runs = kinds.match(/(.)\1*/g)!.length
  const slashes = word.split('/').length - 1
  return word.length === 40 ? runs > 12 : runs > 0.42 * word.length && slashes * 12 <= word.length
}

const keyStart = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/g
const keyEnd = /-----END [A-Z ]{0,40}PRIVATE KEY-----/g

function* privateKeys(text: string): Generator<Range> {
  keyStart.lastIndex = 0
  for (let start = keyStart.exec(text); start; start = keyStart.exec(text)) {
    keyEnd.lastIndex = keyStart.lastIndex
    const end = keyEnd.test(text) ? keyEnd.lastIndex : text.length
    yield { start: start.index, end }
    keyStart.lastIndex = end
  }
}

const connection = /\bSupport_?Con\w*\(\s*/g
const comma = /\s*,\s*/y

/** `new SupportConnection('...', '...')` */
function* connectionArguments(text: string): Generator<Range> {
  connection.lastIndex = 0
  while (connection.test(text)) {
    let at = connection.lastIndex
    for (let found = quotedAt(text, at); found && found.start > at; found = quotedAt(text, at)) {
      if (found.start < found.end) yield found
      comma.lastIndex = found.end + found.start - at
      if (!comma.test(text)) break
      at = comma.lastIndex
    }
    connection.lastIndex = at
  }
}

/** `https://user:password@host` */
function* passwordsOfUrls(text: string): Generator<Range> {
  for (const { 0: found, index, 1: user = '' } of text.matchAll(/\/\/([^\s/@:'"`\\]*:)[^\s/@'"`\\]+@/g)) {
    yield { start: index + 2 + user.length, end: index + found.length - 1 }
  }
}

const name = new RegExp(`${secretName}|secret|\\btoken|x-amz-signature|x-amz-credential`, 'gi')

/** What stands between a name and its value; a quote may be escaped, as in JSON inside a string. */
const between = /\\*["'`]?\]?\s*(?:=>|[:=]=*)(?:\s|\\[nrt])*|(?:\s|\\[nrt])+/y

const bare = /[^\s,;'"`\\(){}[\]&|]+/y
const restOfLine = /[^'"`\\\r\n]+/y

/** `aws_secret_access_key = ...`, `"SecretAccessKey": "..."`, `--session-token ...` */
function* namedValues(text: string): Generator<Range> {
  name.lastIndex = 0
  for (let found = name.exec(text); found; found = name.exec(text)) {
    between.lastIndex = name.lastIndex
    const separator = between.exec(text)?.[0]
    const value = separator === undefined ? undefined : valueAt(text, between.lastIndex)
    if (!value || value.start === value.end) continue
    // Without a sign between them they may be words of a sentence.
    if (!/[:=]/.test(separator!) && !isFlagged(text, found.index, value)) continue
    yield value
    name.lastIndex = value.end
  }
}

/** `--password ...`, `aws configure set aws_secret_access_key ...` */
function isFlagged(text: string, at: number, { start, end }: Range): boolean {
  const before = text.slice(Math.max(0, at - 8), at)
  return /--\w*-?$/.test(before) || (/aws_?$/i.test(before) && end - start >= 16)
}

function valueAt(text: string, start: number): Range | undefined {
  const quoted = quotedAt(text, start)
  if (quoted) return quoted
  bare.lastIndex = start
  const value = bare.exec(text)?.[0]
  if (value === undefined || value === redacted) return undefined
  // `Authorization: Bearer ...`
  const pattern = /^(?:bearer|basic|token|aws4-hmac-sha256)$/i.test(value) ? restOfLine : bare
  pattern.lastIndex = start
  pattern.test(text)
  return { start, end: pattern.lastIndex }
}

/** What stands between the quotes that begin at the place. */
function quotedAt(text: string, start: number): Range | undefined {
  const [quote] = /^\\*["'`]/.exec(text.slice(start, start + 8)) ?? []
  return quote === undefined
    ? undefined
    : { start: start + quote.length, end: endOfQuoted(text, start, quote) }
}

/** The same quote, escaped as often, or the end of the text. */
function endOfQuoted(text: string, start: number, quote: string): number {
  const escapes = quote.length - 1
  for (let at = start + quote.length; ; at++) {
    at = text.indexOf(quote.at(-1)!, at)
    if (at < 0) return text.length
    let before = 0
    while (text[at - 1 - before] === '\\') before++
    if (before <= escapes) return Math.max(at - before, start + quote.length)
  }
}
