/**
 * What a request must pass before its operation is carried out, in the framework's order: parse,
 * operation, authentication, permission, plan, throttle, types, constraints. Faults on demand strike
 * before the throttle. Each check is a step that throws a fault or notes
 * what it learned.
 */
import { isUtf8 } from 'node:buffer'
import { fromWireName, type OperationName, operation, wireName } from '../../model/operations.ts'
import { service } from '../../model/service.ts'
import { violations } from '../../model/violations.ts'
import { header, type WireRequest } from '../http/exchange.ts'
import { hasApi } from '../rules/plan.ts'
import type { World } from '../world.ts'
import { faultTexts, ServiceFault, validationFault } from './faults.ts'
import { decode, isJsonObject, type JsonObject } from './wire.ts'

/** A request on its way through the checks, and what they found out. */
export interface Exchange {
  readonly request: WireRequest
  readonly world: World
  json?: JsonObject
  operation?: OperationName
  accountId?: string
  /** Who signed: `arn:aws:iam::123456789012:user/jane`. */
  arn?: string
  input?: JsonObject
}

type Check = (exchange: Exchange) => void

/** A request that passed every check. */
export type Checked = Required<Exchange>

/** The first checks, up to who calls what, and may. */
export function recognize(exchange: Exchange): void {
  for (const step of firstSteps) step(exchange)
}

/** The other checks. */
export function check(exchange: Exchange): Checked {
  for (const step of lastSteps) step(exchange)
  return exchange as Checked
}

const firstSteps: readonly Check[] = [
  isPost,
  isJson,
  hasSaneSize,
  parses,
  namesOperation,
  isSigned,
  isAllowed,
  isSubscribed,
]

const lastSteps: readonly Check[] = [isWithinRate, hasTypesOfModel, meetsConstraints]

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
    statusCode: 403,
  })

// Guess: neither the limit nor the answer is documented.
function hasSaneSize({ request }: Exchange): void {
  if (request.body === 'too large') {
    throw new ServiceFault('RequestEntityTooLargeException', 'The request body is too large.')
  }
}

function parses(exchange: Exchange): void {
  const body = exchange.request.body as Buffer
  const json = isUtf8(body) && !isDeeper(body, mostLevels) ? parseJson(body.toString()) : undefined
  // Guess: what is JSON but no object is refused as what is no JSON.
  if (!isJsonObject(json)) throw new ServiceFault('SerializationException')
  exchange.json = json
}

/** Guess: the framework's JSON reader (Jackson) goes no deeper by default. */
const mostLevels = 1000

// On the bytes, before anything is made of them: what came may have millions of levels.
function isDeeper(body: Buffer, most: number): boolean {
  let depth = 0
  let isText = false
  for (let index = 0; index < body.length; index++) {
    const byte = body[index]
    if (isText) {
      if (byte === backslash) index++
      else if (byte === quote) isText = false
    } else if (byte === quote) isText = true
    else if (byte === openBrace || byte === openBracket) {
      depth++
      if (depth > most) return true
    } else if (byte === closeBrace || byte === closeBracket) depth--
  }
  return false
}

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = Buffer.from('"\\{}[]')

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
  if (!operation) throw new ServiceFault('UnknownOperationException')
  exchange.operation = operation
}

function isSigned(exchange: Exchange): void {
  const { accountId, arn } = exchange.world.authenticate(exchange.request)
  exchange.accountId = accountId
  exchange.arn = arn
}

function isAllowed({ operation: name, arn, world }: Exchange): void {
  if (world.rules.policy(name!)) return
  throw new ServiceFault(
    'AccessDeniedException',
    `User: ${arn} is not authorized to perform: support:${wireName(name!)}`,
  )
}

// Guess: that the plan is asked for before the throttle and the input, as it belongs to the account.
function isSubscribed({ world }: Exchange): void {
  if (!hasApi(world.rules.plan))
    throw new ServiceFault('SubscriptionRequiredException', faultTexts.SubscriptionRequiredException)
}

// Guess: a request that is refused for its types or values was counted all the same.
function isWithinRate({ operation: name, accountId, world }: Exchange): void {
  if (world.rules.quotas) world.store.account(accountId!).usage.countRequest(name!)
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
