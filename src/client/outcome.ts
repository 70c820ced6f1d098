/** What is known of a call that has no answer: whether it may have changed something, and who shows it. */
import { type OperationName, operation } from '../model/operations.ts'
import { OutcomeUnknownError, reworded, SupportError } from './errors.ts'

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

/** How often the effect was looked for without an end, and why the last time failed, if it did. */
interface Searched {
  readonly looks: number
  readonly failure?: SupportError
  /** What was found, and may be of somebody else who writes the same at the same time. */
  readonly several?: readonly { readonly id?: string }[]
}

/**
 * The error of a write says what is known: one that may have taken effect is an OutcomeUnknownError, one that
 * was not sent says so. What leaves nothing open stays as it is, and so does the reason of a signal.
 */
export function withOutcome(error: unknown, call: UnansweredCall, searched?: Searched): unknown {
  const { operation: name } = call
  if (operation(name).kind === 'read' || !(error instanceof SupportError)) return error
  const said = error.message.replace(/\.$/, '')
  if (!call.sent) return leavesOpen(error) ? reworded(error, `${said}; ${whatIsKnown(call)}`) : error
  if (call.input?.['dryRun'] === true) return reworded(error, `${said}; ${whatIsKnown(call)}`)
  const { statusCode, requestId, attempts } = error
  const message = `${said}; ${searched ? searchedInVain(name, searched) : whatIsKnown(call)}`
  return new OutcomeUnknownError(name, message, { statusCode, requestId, attempts, cause: error })
}

function searchedInVain(name: OperationName, { looks, failure, several }: Searched): string {
  const { mayHave, ...effect } = operation(name).effect!
  const read = 'seenBy' in effect ? effect.seenBy : name
  if (!failure && several) {
    const ids = several.flatMap(({ id }) => id ?? [])
    const which = ids.length > 0 ? ` (${ids.join(', ')})` : ''
    return `${mayHave}, and somebody else writes the same: ${read} shows ${several.length}${which}, one of which may be this one`
  }
  return failure
    ? `${mayHave}, and looking for it failed too (${failure.message.replace(/\.$/, '')}): ${read} shows it`
    : `${mayHave}, yet ${read} did not show it in ${looks} looks: look again before you send it again`
}

/**
 * Whether one may doubt that the request had an effect. An answer from 300 to 499 refuses it; one of 500
 * and more can come from behind the effect, and so can one that is not understood.
 */
export function leavesOpen({ name, statusCode }: SupportError): boolean {
  if (statusCode !== undefined) return statusCode < 300 || statusCode >= 500
  return withoutAnswer.has(name)
}

const withoutAnswer = new Set(['NetworkError', 'CredentialsError', 'TimeoutError', 'ConnectionClosed'])
