/** Printed results as transcripts have them: as Node prints them, without colours. */
import { stripVTControlCharacters } from 'node:util'
import { errorText, valueText } from '../../shell/session/print.ts'
import type { Outcome } from '../../shell/session/session.ts'

/**
 * The text of an outcome without a line end, or undefined where nothing was printed.
 *
 * @param otherwise it was printed as a table or as JSON, and is printed anew
 */
export function plainText(outcome: Outcome, otherwise: boolean): string | undefined {
  if (outcome.status === 'incomplete' || outcome.text === undefined) return undefined
  if (!otherwise) return stripVTControlCharacters(outcome.text)
  return outcome.status === 'error' ? errorText(outcome.error, {}) : valueText(outcome.value, {})
}
