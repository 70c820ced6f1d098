/** The documentation is run: every example of the README and of the tutorials is a test. */
import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { shellOptions } from '../src/commands/shell.ts'
import { describeTranscripts } from '../src/mocha.ts'
import { operationTable } from '../src/shell/help/operation-table.ts'

await describeTranscripts(['README.md', 'tutorials'])

describe('The README', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

  it('lists the operations as the model has them', () => {
    expect(readme).to.include(operationTable())
  })

  it('names every option of the shell that changes what it does', () => {
    const told = [
      'help',
      'version',
      'eval',
      'quiet',
      'no-color',
      'profile',
      'region',
      'table',
      'history',
      'no-history',
    ]
    const missing = Object.keys(shellOptions).filter(
      (name) => !told.includes(name) && !readme.includes(`--${name}`),
    )
    expect(missing).to.deep.equal([])
  })
})
