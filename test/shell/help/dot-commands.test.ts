/** Every dot command that the shell has is explained. */
import { expect } from 'chai'
import { dotCommands } from '../../../src/commands/dot-commands/all.ts'
import { ConsoleTap } from '../../../src/commands/dot-commands/console-tap.ts'
import { RunLog } from '../../../src/commands/dot-commands/run-log.ts'
import { openTranscriptSession } from '../../../src/commands/transcript-session.ts'
import { CallLog } from '../../../src/shell/call-log.ts'
import { help } from '../../../src/shell/help/pages.ts'

const nowhere = { write: () => {} }
const tap = new ConsoleTap({ stdout: nowhere, stderr: nowhere })
const commands = dotCommands({
  tap,
  runs: new RunLog({ tap, calls: new CallLog() }),
  freshSession: openTranscriptSession,
  run: async () => ({ status: 'value', value: undefined, text: undefined }),
})

const page = (asked: string) => {
  const answer = help(asked, commands, { columns: 80, colors: false })
  return 'text' in answer ? answer.text : ''
}

describe('Dot commands', () => {
  for (const { name, usage, help: said } of commands) {
    it(`.${name} says how it is typed, and what it does, in one line`, () => {
      expect(usage).to.match(new RegExp(`^\\.${name}(?: |$)`))
      expect(said).to.match(/^[A-Z].{5,118}\.$/)
    })

    it(`.${name} has a page, and stands on that of all`, () => {
      expect(page(`.${name}`).replace(/\s+/g, ' ')).to.equal(`${usage} ${said}`)
      expect(page('').replace(/\s+/g, ' ')).to.include(`${usage} ${said}`)
    })
  }

  it('have names of their own', () => {
    const names = commands.map(({ name }) => name)
    expect([...new Set(names)]).to.deep.equal(names)
  })
})
