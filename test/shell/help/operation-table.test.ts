/** The operations as a table for documents. */
import { expect } from 'chai'
import { operation, operationNames } from '../../../src/model/operations.ts'
import { operationTable } from '../../../src/shell/help/operation-table.ts'

describe('The table of operations', () => {
  const lines = operationTable().split('\n')

  it('begins with a head', () => {
    expect(lines.slice(0, 4)).to.deep.equal([
      '| operation | | what it does |',
      '|---|---|---|',
      '| **Cases** | | |',
      '| `describeCases` | read | List your cases, or look up some by id. By pages: `paginateDescribeCases`. |',
    ])
  })

  it('has a row for every operation', () => {
    const rows = lines
      .map((line) => /^\| `(\w+)` \| (\w+) \| (.*) \|$/.exec(line))
      .filter((row) => row !== null)
    expect(rows.map(([, name]) => name)).to.deep.equal(operationNames)
    for (const [, name, kind, said] of rows) {
      const { kind: expected, help } = operation(name as (typeof operationNames)[number])
      expect(kind).to.equal(expected)
      expect(said?.startsWith(help)).to.equal(true)
    }
  })
})
