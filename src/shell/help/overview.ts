/** The page of `.help` alone. */
import { areas, type OperationName, operation } from '../../model/operations.ts'
import type { DotCommand } from '../dot-commands/dot-command.ts'
import { guides, keyRows } from './guides.ts'
import type { Block, Row } from './layout.ts'

export function overviewPage(commands: readonly DotCommand[]): Block[] {
  return [
    {
      text: 'conn is your connection to AWS Support, and the operations are its methods. Input is JavaScript or TypeScript; calls are awaited for you. Those with a star change something: on a live account the shell asks first. .help and a name says all about it.',
    },
    { code: '>>> conn.describeCases({ includeResolvedCases: true })' },
    ...areas.flatMap(({ title, operations }) => [
      { heading: title },
      { rows: readsFirst(operations).map(operationRow) },
    ]),
    ...(commands.length === 0 ? [] : [{ heading: 'Commands' }, { rows: commands.map(commandRow) }]),
    { heading: 'Keys' },
    { rows: keyRows },
    { heading: 'More' },
    {
      rows: [
        { name: '.help NAME', text: 'An operation, a command, a member or an error.' },
        ...Object.entries(guides).map(([name, { help }]) => ({ name: `.help ${name}`, text: help })),
      ],
    },
  ]
}

function readsFirst(names: readonly OperationName[]): OperationName[] {
  const reads = names.filter((name) => operation(name).kind === 'read')
  return [...reads, ...names.filter((name) => operation(name).kind === 'write')]
}

function operationRow(name: OperationName): Row {
  const { help, kind } = operation(name)
  return { name, text: help, ...(kind === 'write' ? { mark: '*' } : {}) }
}

export const commandRow = ({ usage, help }: DotCommand): Row => ({ name: usage, text: help })
