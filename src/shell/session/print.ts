/** Results and errors as text. Nothing here writes anything. */
import { inspect, types } from 'node:util'
import { SupportError } from '../../client/errors.ts'
import { harmlessText } from '../../text/harmless.ts'
import { withoutFrames } from './stack.ts'

export interface PrintOptions {
  readonly colors?: boolean
  /** One JSON document a line, instead of what Node would print. */
  readonly json?: boolean
  /** The text of a result that is to look otherwise than Node prints it, for example a table. */
  readonly custom?: (value: unknown) => string | undefined
}

/** The text of a result without a line end, or undefined where there is nothing to print. */
export function valueText(
  value: unknown,
  { colors = false, json = false, custom }: PrintOptions,
): string | undefined {
  if (value === undefined) return undefined
  return json ? jsonText(value) : (custom?.(value) ?? inspect(value, { colors }))
}

/**
 * The text of an uncaught error: `Uncaught CaseIdNotFound: ...` on one line, where it can be, with
 * the place at its end. Errors of inputs that went through several functions list those.
 *
 * @param frames the user's own stack frames, innermost first
 */
export function errorText(
  error: unknown,
  { colors = false, json = false }: PrintOptions,
  frames: readonly string[] = [],
  place?: string,
): string {
  if (json) return JSON.stringify(jsonError(error))
  const text = `Uncaught ${headline(error, colors)}`
  if (frames.length > 1 && !(error instanceof SupportError)) {
    return [text, ...frames.map((frame) => `    at ${frame}`)].join('\n')
  }
  return place ? `${text} (${place})` : text
}

function headline(error: unknown, colors: boolean): string {
  if (error instanceof SupportError) return harmlessText(`${error.name}: ${error.message}`)
  if (!types.isNativeError(error)) return inspect(error, { colors })
  return withoutFrames(inspect(error), error).replace(/^\[(.*)\]$/s, '$1')
}

function jsonText(value: unknown): string {
  try {
    const text = JSON.stringify(value, replacer)
    if (text !== undefined) return text
  } catch (error) {
    // A circular value has no JSON; its description does.
    if (!types.isNativeError(error) || error.name !== 'TypeError') throw error
  }
  return JSON.stringify(inspect(value, { breakLength: Number.POSITIVE_INFINITY }))
}

function replacer(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (types.isUint8Array(value)) return Buffer.from(value).toString('base64')
  return value
}

function jsonError(error: unknown) {
  if (!types.isNativeError(error)) return { name: 'Uncaught', message: inspect(error) }
  const { name, message, statusCode, requestId } = error as Partial<SupportError>
  return { name, message, statusCode, requestId }
}
