/** What an HTTP answer says in the protocol of the service, awsJson 1.1: an output, or an error. */
import { crc32 } from 'node:zlib'
import { faults } from '../model/faults.ts'
import { type OperationName, operation } from '../model/operations.ts'
import { localError, SupportError } from './errors.ts'
import type { HttpAnswer } from './http/exchange.ts'
import { decode, mayHoldNull, withoutNulls } from './wire.ts'

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
  const answer = isWhole(text, headers['x-amz-crc32']) ? parseObject(text, parseJson) : undefined
  const retryAfter = retryAfterOf(headers)
  if (!answer) throw unexpected({ statusCode, requestId, retryAfter })
  if (statusCode === 200) {
    const { output: members } = operation(name)
    const whole = mayHoldNull(text) ? withoutNulls(members, answer) : answer
    return { output: decode(members, whole), statusCode, requestId }
  }
  const fault = faultName(answer['__type']) ?? faultName(headers['x-amzn-errortype'])
  if (!fault) throw unexpected({ statusCode, requestId, retryAfter })
  const message = answer['message'] ?? answer['Message']
  const said = typeof message === 'string' && message ? message : 'The service gives no reason.'
  throw new SupportError(fault, withoutToken(said), {
    statusCode,
    requestId,
    retryAfter,
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

const unexpected = (known: Known): SupportError =>
  localError(
    'UnexpectedResponse',
    `The answer (status ${known.statusCode}) is not JSON: is the endpoint an AWS Support endpoint?`,
    known,
  )

/** The fault's name may carry a namespace before `#` and a URL after `:`. */
function faultName(type: unknown): string | undefined {
  const text = Array.isArray(type) ? type[0] : type
  return typeof text === 'string' ? text.split(':')[0]!.split('#').pop()?.trim() || undefined : undefined
}

/** What the model knows of the fault besides its message. */
function membersOf(fault: string, answer: Record<string, unknown>): Record<string, unknown> | undefined {
  if (!Object.hasOwn(faults, fault)) return undefined
  const { message, ...others } = faults[fault as keyof typeof faults].members
  const present = Object.keys(others).filter((name) => answer[name] !== undefined && answer[name] !== null)
  return Object.fromEntries(present.map((name) => [name, answer[name]]))
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
