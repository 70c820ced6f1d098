/** `.dryrun` */
import { operation, operationNames } from '../../model/operations.ts'
import { toggle } from './toggle.ts'

const writes = operationNames.filter((name) => operation(name).kind === 'write')
const reads = operationNames.filter((name) => operation(name).kind === 'read')
const hasDryRun = (name: (typeof operationNames)[number]) => 'dryRun' in operation(name).input

/** What people fear to send stands first. */
const checked = [...writes, ...reads].filter(hasDryRun).join(', ')
const refused = writes.filter((name) => !hasDryRun(name)).join(', ')

export const dryRunCommand = toggle({
  name: 'dryrun',
  mode: 'dryRun',
  help: 'Have operations only checked by the service: sends dryRun: true with those that have it.',
  said: (isOn) =>
    isOn
      ? `Dry run is on: these are sent with dryRun: true, change nothing, and answer DryRunOperationException when they are in order: ${checked}.${refused && ` Refused, having no dryRun: ${refused}.`}`
      : 'Dry run is off: operations are sent as they are.',
})
