/** The page of an error. */
import { faultsOf, operationNames } from '../../model/operations.ts'
import { knownError, localErrors } from './known-errors.ts'
import type { Block } from './layout.ts'
import { memberRows } from './member-rows.ts'

export function errorPage(name: string): Block[] {
  const { help, remedy, statusCode, members = {} } = knownError(name)!
  const { message, ...others } = members
  return [
    { title: name },
    { text: statusCode === undefined ? help : `${help} (HTTP status ${statusCode})` },
    { text: remedy },
    ...(Object.keys(others).length === 0
      ? []
      : [{ heading: 'Carries' }, { rows: memberRows(others, false) }]),
    { text: sourceText(name) },
  ]
}

function sourceText(name: string): string {
  if (Object.hasOwn(localErrors, name)) return 'It is found on this side; it is no answer of the service.'
  const answering = operationNames.filter((each) => faultsOf(each).some((fault) => fault === name))
  const isEvery = answering.length === 0 || answering.length === operationNames.length
  return isEvery ? 'Any operation may answer it.' : `Answered by ${answering.join(', ')}.`
}
