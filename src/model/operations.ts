/** All operations of the service under one name, and the types that follow from them. */
import { attachmentOperations } from './attachments.ts'
import { caseOperations } from './cases.ts'
import { catalogOperations } from './catalog.ts'
import type { FaultName } from './faults.ts'
import type { Operation } from './operation.ts'
import type { StructureShape, StructureValue } from './shape.ts'
import { trustedAdvisorOperations } from './trusted-advisor.ts'

export const operations = {
  ...caseOperations,
  ...attachmentOperations,
  ...catalogOperations,
  ...trustedAdvisorOperations,
}

/** The name of an operation as a method: `describeCases`. */
export type OperationName = keyof typeof operations

/** What an operation takes. */
export type Input<N extends OperationName> = StructureValue<(typeof operations)[N]['input']>

/** What an operation answers. */
export type Output<N extends OperationName> = StructureValue<(typeof operations)[N]['output']>

export const operationNames = Object.keys(operations) as OperationName[]

/** The operations by what they are about, in the order in which people should meet them. */
export const areas: readonly { readonly title: string; readonly operations: readonly OperationName[] }[] =
  Object.entries({
    Cases: caseOperations,
    Attachments: attachmentOperations,
    'What a case can be about': catalogOperations,
    'Trusted Advisor': trustedAdvisorOperations,
  }).map(([title, group]) => ({ title, operations: Object.keys(group) as OperationName[] }))

export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(operations, name)
}

/** The operation, as data of one type for all. */
export function operation(name: OperationName): Operation {
  return operations[name] as Operation
}

/** The name on the wire: `DescribeCases`. */
export function wireName(name: OperationName): string {
  return name[0]!.toUpperCase() + name.slice(1)
}

const byWireName = new Map(operationNames.map((name) => [wireName(name), name]))

/** The operation of a name on the wire, or undefined. */
export function fromWireName(name: string): OperationName | undefined {
  return byWireName.get(name)
}

/** The operation's input as a structure, for what walks over shapes. */
export function inputShape(name: OperationName): StructureShape {
  return { type: 'structure', help: operation(name).help, members: operation(name).input }
}

/** The operation's output as a structure. */
export function outputShape(name: OperationName): StructureShape {
  return { type: 'structure', help: operation(name).help, members: operation(name).output }
}

/** Every modelled fault that the operation may answer. */
export function faultsOf(name: OperationName): FaultName[] {
  const { faults = [], input } = operation(name)
  return [
    ...faults,
    ...('dryRun' in input ? (['DryRunOperationException'] as const) : []),
    'InternalServerError',
  ]
}
