/** Every request and what became of it, for a logger, a hook, and NODE_DEBUG=support-repl. */
import { debuglog } from 'node:util'
import { type OperationName, wireName } from '../model/operations.ts'
import type { SupportError } from './errors.ts'
import { tell } from './observe.ts'

/** One line of a connection's log: a request and what became of it. */
export interface RequestLog {
  readonly operation: OperationName
  /** Counts from 1. */
  readonly attempt: number
  readonly milliseconds: number
  readonly statusCode?: number
  readonly requestId?: string
  /** The name of the fault or error, when there was one. */
  readonly error?: string
}

/** Whom to tell; never about keys or contents. */
export interface Listeners {
  /** Anything with a `debug` method, `console` too. */
  readonly logger?: { debug(entry: RequestLog): void }
  readonly onRequest?: (entry: RequestLog) => void
}

const debug = debuglog('support-repl')

/** Runs one attempt, and tells of it when somebody listens. */
export async function logged<A extends { readonly statusCode: number; readonly requestId?: string }>(
  { logger, onRequest }: Listeners,
  { operation, attempt }: Pick<RequestLog, 'operation' | 'attempt'>,
  run: () => Promise<A>,
): Promise<A> {
  if (!logger && !onRequest && !debug.enabled) return run()
  const start = performance.now()
  const report = (outcome: Pick<RequestLog, 'statusCode' | 'requestId' | 'error'>) => {
    const entry = { operation, attempt, milliseconds: Math.round(performance.now() - start), ...outcome }
    tell(onRequest, entry)
    tell(logger && ((each: RequestLog) => logger.debug(each)), entry)
    debug('%s', lineOf(entry))
  }
  try {
    const answer = await run()
    report({ statusCode: answer.statusCode, requestId: answer.requestId })
    return answer
  } catch (error) {
    const { name, statusCode, requestId } = error as Partial<SupportError>
    report({ statusCode, requestId, error: name })
    throw error
  }
}

/** `DescribeCases, attempt 1: CaseIdNotFound, status 400, 12 ms, request 1b2c...` */
function lineOf({ operation, attempt, milliseconds, statusCode, requestId, error }: RequestLog): string {
  const parts = [
    error ?? 'answered',
    ...(statusCode === undefined ? [] : [`status ${statusCode}`]),
    `${milliseconds} ms`,
    ...(requestId === undefined ? [] : [`request ${requestId}`]),
  ]
  return `${wireName(operation)}, attempt ${attempt}: ${parts.join(', ')}`
}
