/**
 * What a request must pass before its operation is carried out, in the framework's order: parse,
 * operation, authentication, types, constraints. Each check is a step that throws a fault or notes
 * what it learned.
 */
import { isUtf8 } from 'node:buffer'
import { fromWireName, type OperationName, operation } from '../model/operations.ts'
import { service } from '../model/service.ts'
import { violations } from '../model/violations.ts'
import { header, type WireRequest } from './exchange.ts'
import { ServiceFault, validationFault } from './faults.ts'
import { handlerOf } from './handlers/index.ts'
import type { Authenticate } from './signers.ts'
import { decode, isJsonObject, type JsonObject } from './wire.ts'

/** A request on its way through the checks, and what they found out. */
export interface Exchange {
  readonly request: WireRequest
  readonly authenticate: Authenticate
  json?: JsonObject
  operation?: OperationName
  accountId?: string
  input?: JsonObject
}

type Check = (exchange: Exchange) => void

/** A request that passed every check. */
export type Checked = Required<Exchange>

export function check(exchange: Exchange): Checked {
  for (const step of steps) step(exchange)
  return exchange as Checked
}

const steps: readonly Check[] = [
  isPost,
  isJson,
  hasSaneSize,
  parses,
  namesOperation,
  isSigned,
  hasTypesOfModel,
  meetsConstraints,
]

// Where the framework sees no call of the service at all it answers in XML.
function isPost({ request }: Exchange): void {
  if (request.method !== 'POST') throw noOperation()
}

function isJson({ request }: Exchange): void {
  const contentType = header(request, 'content-type') ?? ''
  if (contentType === service.contentType || mediaType(contentType) === service.contentType) return
  if (!targetOf(request)?.includes('.')) throw noOperation()
  throw new ServiceFault('UnknownOperationException', '', { statusCode: 404, as: 'xml' })
}

// `Application/X-Amz-Json-1.1; charset=utf-8` is the same type.
const mediaType = (text: string) => text.split(';', 1)[0]!.trim().toLowerCase()

const noOperation = () =>
  new ServiceFault('AccessDeniedException', 'Unable to determine service/operation name to be authorized', {
    as: 'xml',
  })

// Guess: neither the limit nor the answer is documented.
function hasSaneSize({ request }: Exchange): void {
  if (request.body === 'too large') {
    throw new ServiceFault('RequestEntityTooLargeException', 'The request body is too large.')
  }
}

function parses(exchange: Exchange): void {
  const body = exchange.request.body as Buffer
  const json = isUtf8(body) ? parseJson(body.toString()) : undefined
  // Guess: what is JSON but no object is refused as what is no JSON.
  if (!isJsonObject(json)) throw new ServiceFault('SerializationException')
  exchange.json = json
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    // The framework says that it failed, and not where.
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

const prefix = `${service.targetPrefix}.`

function namesOperation(exchange: Exchange): void {
  const target = targetOf(exchange.request)
  const operation = target?.startsWith(prefix) ? fromWireName(target.slice(prefix.length)) : undefined
  if (!operation || !handlerOf(operation)) throw new ServiceFault('UnknownOperationException')
  exchange.operation = operation
}

function isSigned(exchange: Exchange): void {
  exchange.accountId = exchange.authenticate(exchange.request)
}

function hasTypesOfModel(exchange: Exchange): void {
  exchange.input = decode(operation(exchange.operation!).input, exchange.json!)
}

function meetsConstraints({ operation: name, input }: Exchange): void {
  const found = violations(operation(name!).input, input)
  if (found.length > 0) throw validationFault(found)
}

/** `AWSSupport_20130415.DescribeCases`, as it was sent. */
export function targetOf(request: WireRequest): string | undefined {
  return header(request, 'x-amz-target')
}
