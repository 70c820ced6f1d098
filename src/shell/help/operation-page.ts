/** The page of an operation, all of it from the model. */
import { paginatorName } from '../../client/connection.ts'
import { requiredMembers } from '../../model/operation.ts'
import { faultsOf, type OperationName, operation, operationNames } from '../../model/operations.ts'
import type { Members, Shape } from '../../model/shape.ts'
import { memberNames } from '../completion/shape-text.ts'
import { insteadOf } from './attachment-guides.ts'
import { knownError } from './known-errors.ts'
import type { Block, Row } from './layout.ts'
import { membersIn } from './member-index.ts'
import { memberRows } from './member-rows.ts'
import { otherNames } from './names.ts'

export function operationPage(name: OperationName): Block[] {
  const { help, input, output, example } = operation(name)
  return [
    { title: name },
    { text: help },
    { usage: usages(name) },
    { text: whatToKnow(name).join('\n') },
    { heading: 'Example' },
    { code: example },
    { heading: 'Takes' },
    { rows: memberRows(input, true) },
    { heading: 'Answers' },
    { rows: memberRows(output, false) },
    { heading: 'Errors' },
    { rows: faultsOf(name).map(errorRow) },
    {
      text: 'Every operation can also meet others, such as InvalidInput, AccessDeniedException and SubscriptionRequiredException: .help errors lists them.',
    },
    { heading: 'See also' },
    { text: [...insteadOf(name), ...related(name)].join(', ') },
    { text: `Other names: ${otherNames(name)}.` },
  ]
}

/** `conn.resolveCase(caseId)` and `conn.resolveCase({ caseId?, dryRun? })`. */
function usages(name: OperationName): string[] {
  const { bare, input } = operation(name)
  const full = `conn.${name}({ ${memberNames(input).join(', ')} })`
  if (bare !== undefined) return [`conn.${name}(${bare})`, full]
  return requiredMembers(input).length === 0 ? [`conn.${name}()`, full] : [full]
}

function whatToKnow(name: OperationName): string[] {
  const { notes = [], pages } = operation(name)
  const paging = `An answer is a page of the ${pages}. conn.${paginatorName(name)} takes the same input and yields page after page, and its items() yields what is on them.`
  return [effectText(name), ...notes, ...(pages === undefined ? [] : [paging])]
}

function effectText(name: OperationName): string {
  const { kind, effect } = operation(name)
  if (kind === 'read' || !effect) return 'It only reads.'
  const look = 'seenBy' in effect ? `${effect.seenBy} shows it` : effect.leftAlone
  return `It changes something: on a live account the shell asks first. If its answer is lost, ${effect.mayHave}: ${look}.`
}

function errorRow(name: string): Row {
  const { help, remedy } = knownError(name)!
  return { name, text: `${help} ${remedy}` }
}

/** The operations that the texts of this one name, then those whose texts name it. */
export function related(name: OperationName): OperationName[] {
  const naming = operationNames.filter((other) => namedIn(other).has(name))
  return [...new Set([...namedIn(name), ...naming])].filter((other) => other !== name)
}

function namedIn(name: OperationName): Set<OperationName> {
  const { help, notes = [], input, output, effect } = operation(name)
  const seenBy = effect && 'seenBy' in effect ? effect.seenBy : ''
  const text = [help, ...notes, ...helpsOf(input), ...helpsOf(output), seenBy].join(' ')
  const words = new Set(text.match(/\w+/g))
  return new Set(operationNames.filter((other) => words.has(other)))
}

function helpsOf(members: Members): string[] {
  return Object.values<Shape>(members).flatMap((shape) => {
    const nested = membersIn(shape)
    return [shape.help, ...(nested ? helpsOf(nested) : [])]
  })
}
