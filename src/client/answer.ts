/** What an HTTP answer says in the protocol of the service, awsJson 1.1: an output, or an error. */
import { crc32 } from 'node:zlib'
import { faults } from '../model/faults.ts'
import { type OperationName, operation } from '../model/operations.ts'
import { localError, SupportError } from './errors.ts'
import type { HttpAnswer } from './http/exchange.ts'
import { decode } from './wire.ts'

/** A successful answer. */
export interface Answer {
  readonly output: Record<string, unknown>
  readonly statusCode: number
  readonly requestId?: string
}

/**
 * Reads the answer to an operation. Throws a SupportError: the service's fault, or an UnexpectedResponse for
 * what the protocol does not know.
 */
export function readAnswer(
  name: OperationName,
  { statusCode, headers, text }: HttpAnswer,
  parseJson: (text: string) => unknown = JSON.parse,
): Answer {
  const requestId = header(headers['x-amzn-requestid'])
  const retryAfter = retryAfterOf(headers)
  if (!isWhole(text, headers['x-amz-crc32'])) {
    const message = `The answer (status ${statusCode}) was damaged on its way: its checksum is another`
    throw localError('UnexpectedResponse', message, { statusCode, requestId, retryAfter })
  }
  const answer = parseObject(text, parseJson)
  if (!answer) throw unexpected('is not JSON', { statusCode, requestId, retryAfter })
  if (statusCode < 300) return { output: decode(operation(name).output, answer), statusCode, requestId }
  const fault =
    faultName(answer['__type']) ?? faultName(answer['code']) ?? faultName(headers['x-amzn-errortype'])
  const message = answer['message'] ?? answer['Message']
  const said = typeof message === 'string' && message ? withoutToken(message) : undefined
  if (!fault) {
    // What a stranger gives for a reason: a gateway, mostly.
    const reason = said ? ` (${said.split('\n')[0]!.slice(0, 200)})` : ''
    throw unexpected(`names no fault${reason}`, { statusCode, requestId, retryAfter })
  }
  throw new SupportError(fault, said ?? 'The service gives no reason.', {
    ...{ statusCode, requestId, retryAfter },
    members: membersOf(fault, answer),
  })
}

type Header = string | string[] | undefined

const header = (value: Header): string | undefined => (Array.isArray(value) ? value[0] : value)

function isWhole(text: string, crc: Header): boolean {
  return crc === undefined || crc32(text) === Number(crc)
}

function parseObject(
  text: string,
  parseJson: (text: string) => unknown,
): Record<string, unknown> | undefined {
  try {
    // A successful operation without output members may answer nothing at all.
    const value: unknown = parseJson(text || '{}')
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

type Known = { readonly statusCode: number; readonly requestId?: string; readonly retryAfter?: number }

function unexpected(what: string, known: Known): SupportError {
  const message = `The answer (status ${known.statusCode}) ${what}: is the endpoint an AWS Support endpoint?`
  return localError('UnexpectedResponse', message, known)
}

/** The fault's name may carry a namespace before `#`, and a URL after `:` or `,`. */
function faultName(type: unknown): string | undefined {
  const text = Array.isArray(type) ? type[0] : type
  return typeof text === 'string' ? /^([^:,]*#)?([^:,]*)/.exec(text)![2]!.trim() || undefined : undefined
}

/** What the model knows of the fault besides its message. */
function membersOf(fault: string, answer: Record<string, unknown>): Record<string, unknown> | undefined {
  if (!Object.hasOwn(faults, fault)) return undefined
  const { message, ...others } = faults[fault as keyof typeof faults].members
  return decode(others, { ...answer })
}

/** Milliseconds; the one header counts them, the other counts seconds. A date is for browsers. */
function retryAfterOf(headers: HttpAnswer['headers']): number | undefined {
  const milliseconds = Number(header(headers['x-amz-retry-after']) ?? Number.NaN)
  const seconds = Number(headers['retry-after'] ?? Number.NaN)
  const found = Number.isNaN(milliseconds) ? seconds * 1000 : milliseconds
  return found >= 0 ? found : undefined
}

/** A signature fault repeats the signed headers, and one of them can be the session token. */
function withoutToken(message: string): string {
  return message.replace(/(x-amz-security-token:)\S+/gi, '$1<redacted>')
}
