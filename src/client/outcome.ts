/** What is known of a call that has no answer: whether it may have changed something, and who shows it. */
import { type OperationName, operation } from '../model/operations.ts'
import { reworded, SupportError } from './errors.ts'

/** A call as far as it came. */
export interface UnansweredCall {
  readonly operation: OperationName
  /** As it was sent; only its `dryRun` matters. */
  readonly input?: Readonly<Record<string, unknown>>
  /** Whether a connection has taken the request, as the `sent` event says. */
  readonly sent: boolean
}

/**
 * In a half sentence: `nothing was sent`, `nothing was changed`, or
 * `the case may have been created: describeCases shows it`. `show` names the way to look at it, by the read
 * operation: a shell can put its own command there.
 */
export function whatIsKnown(call: UnansweredCall, show = (read: string): string => read): string {
  if (!call.sent) return 'nothing was sent'
  const { effect } = operation(call.operation)
  if (!effect || call.input?.['dryRun'] === true) return 'nothing was changed'
  const look = 'seenBy' in effect ? `${show(effect.seenBy)} shows it` : effect.leftAlone
  return `${effect.mayHave}: ${look}`
}

/** The error of a write says what is known. What it does not leave open stays as it is. */
export function withOutcome(error: unknown, call: UnansweredCall): unknown {
  if (operation(call.operation).kind === 'read' || !(error instanceof SupportError)) return error
  if (!leavesOpen(error)) return error
  return reworded(error, `${error.message.replace(/\.$/, '')}; ${whatIsKnown(call)}`)
}

/**
 * Whether one may doubt that the request had an effect. An answer from 300 to 499 refuses it; one of 500
 * and more can come from behind the effect, and so can one that is not understood.
 */
export function leavesOpen({ name, statusCode }: SupportError): boolean {
  if (statusCode !== undefined) return statusCode < 300 || statusCode >= 500
  return name === 'NetworkError' || name === 'CredentialsError'
}
