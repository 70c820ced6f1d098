/** Who may do what: a policy in the words of IAM, for all who call. */
import { type OperationName, operationNames, wireName } from '../../model/operations.ts'
import { MockStartError } from '../errors.ts'
import { isJsonObject } from '../protocol/wire.ts'

interface Statement {
  readonly allows: boolean
  readonly covers: (action: string) => boolean
}

/** Whether an operation is allowed: some statement allows it, and none denies it. */
export type Policy = (operation: OperationName) => boolean

export const everythingAllowed: Policy = () => true

/**
 * Reads an IAM policy document: statements with Effect, and Action or NotAction with `*` and `?`.
 * Trusted Advisor's operations are in the namespace `support` too, as IAM has them. A Resource can only
 * be `*`; conditions are refused, since ignoring one would allow too much. `source` names the document
 * in messages.
 */
export function parsePolicy(document: unknown, source: string): Policy {
  const statements = [isJsonObject(document) ? (document['Statement'] ?? []) : []].flat()
  const wrong = (where: string, what: string) => new MockStartError('policy', `${source}: ${where}: ${what}.`)
  if (statements.length === 0)
    throw wrong('Statement', 'expected at least one, with Effect and Action, as in an IAM policy')
  const read = statements.map((statement, index) =>
    parseStatement(statement, (member, what) => wrong(`Statement[${index}]${member}`, what)),
  )
  // Policies do not change: every operation is decided once.
  const decided = new Map(operationNames.map((name) => [name, decide(read, name)]))
  return (operation) => decided.get(operation)!
}

function decide(statements: readonly Statement[], name: OperationName): boolean {
  const covering = statements.filter(({ covers }) => covers(`support:${wireName(name)}`))
  return covering.length > 0 && covering.every(({ allows }) => allows)
}

const members = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource']

function parseStatement(value: unknown, wrong: (member: string, what: string) => Error): Statement {
  if (!isJsonObject(value)) throw wrong('', 'expected an object')
  const unknown = Object.keys(value).find((member) => !members.includes(member))
  if (unknown) throw wrong(`.${unknown}`, `the mock knows only ${members.join(', ')}`)
  const { Effect: effect, Action: action, NotAction: notAction, Resource: resource = '*' } = value
  if (effect !== 'Allow' && effect !== 'Deny') throw wrong('.Effect', 'expected Allow or Deny')
  if (resource !== '*' && !(Array.isArray(resource) && resource.includes('*')))
    throw wrong('.Resource', 'expected *: the operations of Support have no resources')
  if ((action === undefined) === (notAction === undefined))
    throw wrong('', 'expected either Action or NotAction')
  const patterns = [action ?? notAction].flat()
  if (!patterns.every((pattern): pattern is string => typeof pattern === 'string'))
    throw wrong(action === undefined ? '.NotAction' : '.Action', 'expected texts such as support:Describe*')
  const matchers = patterns.map(matcher)
  const matches = (name: string) => matchers.some((pattern) => pattern.test(name))
  return { allows: effect === 'Allow', covers: action === undefined ? (name) => !matches(name) : matches }
}

// IAM's wildcards: `*` is any text, `?` any character; case does not count.
function matcher(pattern: string): RegExp {
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 'is')
}
