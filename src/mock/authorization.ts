/** The Authorization header, taken apart, with the framework's complaints about what is missing. */
import { header, type WireRequest } from './exchange.ts'
import { ServiceFault } from './faults.ts'
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
  if (!text) throw new ServiceFault('MissingAuthenticationTokenException', 'Missing Authentication Token')
  const parts = parameters(text)
  const date = header(request, 'x-amz-date') ?? header(request, 'date')
  const missing = [
    ...['Credential', 'Signature', 'SignedHeaders']
      .filter((name) => !parts.get(name))
      .map((name) => `Authorization header requires '${name}' parameter.`),
    ...(date ? [] : ["Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."]),
  ]
  if (missing.length > 0) throw incomplete(`${missing.join(' ')} Authorization=${text}`)
  const [name] = text.trim().split(/\s/, 1)
  // Guess: no text was seen for another algorithm.
  if (name !== algorithm) throw incomplete(`Unsupported AWS 'algorithm': '${name}'.`)
  return {
    ...parseCredential(parts.get('Credential')!),
    signedHeaders: parts.get('SignedHeaders')!.toLowerCase().split(';').sort(),
    signature: parts.get('Signature')!,
    date: date!,
  }
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
function parameters(text: string): Map<string, string> {
  const parts = text.trim().split(/[\s,]+/)
  return new Map(
    parts.slice(1).map((part) => {
      const equals = part.indexOf('=')
      return equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)]
    }),
  )
}

const incomplete = (message: string) => new ServiceFault('IncompleteSignatureException', message)
