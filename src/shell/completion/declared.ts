/** The names that a text declares for itself: they may be used further on, and hide those of the session. */
import { partnerOf } from './brackets.ts'
import type { Token } from './reading.ts'

const variables = new Set(['const', 'let', 'var'])
const declarators = new Set([...variables, 'function', 'class', 'catch'])

/** Whether a variable follows the token, or a pattern of some. */
export const declaresVariable = (token: Token | undefined): boolean =>
  token !== undefined && variables.has(token.text)

/**
 * Names of variables, functions, classes and parameters, as far as tokens tell; where each of them ends is
 * not looked at.
 */
export function declaredNames(tokens: readonly Token[]): string[] {
  const names: string[] = []
  for (const [at, { text, label }] of tokens.entries()) {
    const next = tokens[at + 1]
    if (declarators.has(text) && tokens[at - 1]?.label !== '.') {
      // A function has its parameters behind its name, which may be missing.
      const named = next?.label === 'name'
      if (named) names.push(next.text)
      if (!named || text === 'function') names.push(...namesIn(tokens, named ? at + 2 : at + 1))
    } else if (label === '=>') {
      const before = tokens[at - 1]
      const open = before?.label === ')' ? partnerOf(tokens, at - 1) : undefined
      if (before?.label === 'name') names.push(before.text)
      if (open !== undefined) names.push(...namesIn(tokens, open))
    }
  }
  return [...new Set(names)]
}

/**
 * The names that a pattern or a list of parameters declares, which a bracket opens at the index. While it is
 * being written it declares nothing yet.
 */
function namesIn(tokens: readonly Token[], open: number): string[] {
  const close = partnerOf(tokens, open) ?? open
  const names: string[] = []
  for (let at = open + 1; at < close; at++) {
    const { label, text } = tokens[at]!
    // What stands before a colon is renamed, what stands behind `=` is a default.
    const before = tokens[at - 1]?.label ?? ''
    if (label === 'name' && tokens[at + 1]?.label !== ':' && /^([([{,:]|\.\.\.)$/.test(before)) {
      names.push(text)
    }
  }
  return names
}
