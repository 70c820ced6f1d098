/** The Authorization header, taken apart, with the framework's complaints about what is missing. */
import { header, type WireRequest } from '../http/exchange.ts'
import { ServiceFault } from '../protocol/faults.ts'
import { algorithm, type Scope } from './sigv4.ts'

export interface Authorization {
  readonly accessKeyId: string
  readonly scope: Scope
  /** Lower case, in order. */
  readonly signedHeaders: readonly string[]
  readonly signature: string
  /** X-Amz-Date, or else Date, as it was sent. */
  readonly date: string
}

/** Reads a well-formed header. Nothing is verified yet. */
export function parseAuthorization(request: WireRequest): Authorization {
  const text = header(request, 'authorization')
  const usual = readUsual(request, text)
  if (usual) return usual
  if (!text) throw new ServiceFault('MissingAuthenticationTokenException', 'Missing Authentication Token')
  const [name = '', ...parts] = text.trim().split(/[ ,]+/)
  const credential = partOf(parts, 'Credential')
  const signature = partOf(parts, 'Signature')
  const signedHeaders = partOf(parts, 'SignedHeaders')
  const date = header(request, 'x-amz-date') ?? header(request, 'date')
  if (!credential || !signature || !signedHeaders || !date) throw incomplete(missing(parts, date, text))
  // Guess: no text was seen for another algorithm.
  if (name !== algorithm) throw incomplete(`Unsupported AWS 'algorithm': '${name}'.`)
  return {
    ...parseCredential(credential),
    signedHeaders: sortedHeaders(signedHeaders),
    signature,
    date,
  }
}

const usualForm =
  /^AWS4-HMAC-SHA256 Credential=([^/, ]+)\/([^/, ]+)\/([^/, ]+)\/([^/, ]+)\/([^/, ]+), ?SignedHeaders=([a-z0-9;-]+), ?Signature=([^/, ]+)$/

// The form in which every SDK writes it, at a fraction of the cost. Whatever is not so is read at length.
function readUsual(request: WireRequest, text: string | undefined): Authorization | undefined {
  const match = text === undefined ? null : usualForm.exec(text)
  const date = header(request, 'x-amz-date')
  if (!match || !date) return undefined
  const [, accessKeyId = '', day = '', region = '', service = '', terminator = ''] = match
  return {
    accessKeyId,
    scope: { date: day, region, service, terminator },
    signedHeaders: sortedHeaders(match[6]!),
    signature: match[7]!,
    date,
  }
}

let latest = { text: '', names: [] as readonly string[] }

// A client signs the same headers every time.
function sortedHeaders(text: string): readonly string[] {
  if (latest.text !== text) latest = { text, names: text.toLowerCase().split(';').sort() }
  return latest.names
}

function missing(parts: readonly string[], date: string | undefined, text: string): string {
  return [
    ...['Credential', 'Signature', 'SignedHeaders']
      .filter((name) => !partOf(parts, name))
      .map((name) => `Authorization header requires '${name}' parameter.`),
    ...(date ? [] : ["Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."]),
    `Authorization=${text}`,
  ].join(' ')
}

function parseCredential(credential: string): Pick<Authorization, 'accessKeyId' | 'scope'> {
  const elements = credential.split('/')
  const [accessKeyId, date, region, service, terminator] = elements
  if (!accessKeyId || !date || !region || !service || !terminator || elements.length > 5) {
    throw incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    )
  }
  return { accessKeyId, scope: { date, region, service, terminator } }
}

// `AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...`, in any order.
function partOf(parts: readonly string[], name: string): string | undefined {
  for (const part of parts) {
    if (part.startsWith(name) && part[name.length] === '=') return part.slice(name.length + 1)
  }
  return undefined
}

const incomplete = (message: string) => new ServiceFault('IncompleteSignatureException', message)
