/** The operations as a table for documents. */
import { paginatorName } from '../../client/connection.ts'
import { areas, type OperationName, operation } from '../../model/operations.ts'

/** A Markdown table of all operations, by what they are about, without a line end after it. */
export function operationTable(): string {
  const rows = areas.flatMap(({ title, operations }) => [
    `| **${title}** | | |`,
    ...operations.map((name) => `| \`${name}\` | ${operation(name).kind} | ${said(name)} |`),
  ])
  return ['| operation | | what it does |', '|---|---|---|', ...rows].join('\n')
}

function said(name: OperationName): string {
  const { help, pages } = operation(name)
  const text = pages === undefined ? help : `${help} By pages: \`${paginatorName(name)}\`.`
  return text.replaceAll('|', '\\|')
}
