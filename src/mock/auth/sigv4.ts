/**
 * Signature Version 4, as its specification reads:
 * signature <- string to sign <- canonical request.
 */
import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'
import type { WireRequest } from '../http/exchange.ts'

export const algorithm = 'AWS4-HMAC-SHA256'

/** Where a signature is valid: `20260801/us-east-1/support/aws4_request`. */
export interface Scope {
  readonly date: string
  readonly region: string
  readonly service: string
  readonly terminator: string
}

export const scopeText = ({ date, region, service, terminator }: Scope) =>
  [date, region, service, terminator].join('/')

export const sha256 = (data: string | Buffer) => hash('sha256', data)

const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/** The lower case hex signature of a string to sign. */
export function signature(key: KeyObject, stringToSign: string): string {
  return createHmac('sha256', key).update(stringToSign).digest('hex')
}

/** The key of one date, region and service: the secret itself never signs a request. */
export function signingKey(secretAccessKey: string, { date, region, service, terminator }: Scope): KeyObject {
  const start = Buffer.from(`AWS4${secretAccessKey}`)
  return createSecretKey([date, region, service, terminator].reduce<Buffer>(hmac, start))
}

/** `time` is in the basic form, `20260801T090000Z`. */
export function stringToSign(time: string, scope: Scope, canonicalRequest: string): string {
  return [algorithm, time, scopeText(scope), sha256(canonicalRequest)].join('\n')
}

/** The request in the one form that both sides agree on. */
export function canonicalRequest(
  request: WireRequest,
  signedHeaders: readonly string[],
  payloadHash: string,
): string {
  const [path = '/', ...query] = request.url.split('?')
  return [
    request.method,
    canonicalPath(path),
    canonicalQuery(query.join('?')),
    ...signedHeaders.map((name) => `${name}:${canonicalValue(request, name)}`),
    '',
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n')
}

// Values are trimmed and runs of spaces become one.
function canonicalValue({ headers }: WireRequest, name: string): string {
  const values = Object.hasOwn(headers, name) ? (headers[name] ?? []) : []
  return values.map((value) => value.trim().replace(/\s+/g, ' ')).join(',')
}

// The path is encoded once more than it was sent; dots and empty segments are resolved first.
function canonicalPath(path: string): string {
  if (path === '/') return path
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(encode(segment))
  }
  const end = segments.length > 0 && path.endsWith('/') ? '/' : ''
  return `/${segments.join('/')}${end}`
}

function canonicalQuery(query: string): string {
  if (query === '') return ''
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=')
      return [encode(decode(name)), encode(decode(value.join('=')))] as const
    })
    .sort((one, other) => compare(one[0], other[0]) || compare(one[1], other[1]))
    .map((pair) => pair.join('='))
    .join('&')
}

// By bytes, as everything is ASCII by now.
const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    // A stray percent sign stands for itself, so that the request fails by its signature.
    if (error instanceof URIError) return text
    throw error
  }
}
