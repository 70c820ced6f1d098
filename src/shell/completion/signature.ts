/** The signature of the operation that is being called, as one line of plain text. */
import { operation } from '../../model/operations.ts'
import type { Shape } from '../../model/shape.ts'
import { currentMember, openBrackets } from './brackets.ts'
import { methodBefore } from './chains.ts'
import { type InputPlace, inputAt } from './input-place.ts'
import { otherMembers } from './other-members.ts'
import { readTokens, type Token } from './reading.ts'
import { memberNames, valueText } from './shape-text.ts'

/** What is longer was pasted: reading it takes longer than a keystroke may. */
const mostCharacters = 10_000

/**
 * For the operation, or other method of a connection, whose arguments the text's end stands in:
 * `createCase({ subject, serviceCode?, ... })`, and within a member's value what that member takes: `severityCode: 'low' | 'normal'  How urgent it is`.
 * Undefined elsewhere.
 */
export async function signatureAt(text: string): Promise<string | undefined> {
  if (text.length > mostCharacters || !text.includes('(')) return undefined
  const reading = await readTokens(text)
  const { tokens, unfinished } = reading
  if (unfinished?.kind === 'other') return undefined
  const brackets = openBrackets(reading)
  const place = inputAt(tokens, brackets)
  if (place) return signature(place, tokens, unfinished !== undefined)
  const call = brackets.findLast(({ type }) => type === '(')
  const method = call && methodBefore(tokens, call.at)
  return otherMembers.find(({ name }) => name === method)?.signature
}

function signature(place: InputPlace, tokens: readonly Token[], isInText: boolean): string {
  const { bracket, shape, member: outer } = place
  const { bare, input } = operation(place.operation)
  if (bracket.type === '(' && bare !== undefined && isInText) return memberText(bare, input[bare]!)
  const inner = currentMember(tokens, bracket)
  if (inner !== undefined && shape.type === 'structure' && Object.hasOwn(shape.members, inner)) {
    return memberText(inner, shape.members[inner]!)
  }
  return outer === undefined ? callText(place) : memberText(outer.name, outer.shape)
}

function callText({ method, operation: name }: InputPlace): string {
  const { bare, input } = operation(name)
  const literal = `{ ${memberNames(input).join(', ')} }`
  return `${method}(${bare === undefined ? literal : `${bare} | ${literal}`})`
}

function memberText(member: string, shape: Shape): string {
  return `${member}: ${valueText(shape)}  ${shape.help.replace(/\.$/, '')}`
}
