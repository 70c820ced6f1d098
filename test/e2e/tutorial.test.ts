import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { Bindings } from '../../src/transcript/bindings.ts'
import { countExamples, readDocument } from '../../src/transcript/document.ts'
import { match } from '../../src/transcript/match.ts'
import { describeInTerminal } from './terminal.ts'

const file = fileURLToPath(new URL('../../tutorials/support_tut.rst', import.meta.url))

describeInTerminal('the tutorial, typed at a terminal', (open) => {
  it('prints what the tutorial says', async () => {
    const tutorial = await readDocument(file)
    expect(countExamples(tutorial)).to.be.at.least(20)
    await using shell = open(['--mock'])
    await shell.untilPrompt()
    const bindings = new Bindings()
    for (const item of tutorial.items) {
      const at = `${file}:${item.line}`
      // A reader sees neither hidden code nor a chosen seed, so the tutorial does without.
      if (item.kind !== 'example') throw new Error(`${at} is not an example: ${item.kind}`)
      if (item.options.skip) continue
      // Where the text says 'case-...' a reader types the id that was shown.
      const { source } = await bindings.substitute(item.source)
      const printed = await shell.enter(source)
      const outcome = match(item.want, printed, { ...item.options, failed: /^Uncaught /m.test(printed) })
      expect(outcome.matched, `${at}\n>>> ${source}\n${printed}\n-- expected --\n${item.want}\n`).to.equal(
        true,
      )
      bindings.capture(outcome)
    }
  })
})

const firstHour = fileURLToPath(new URL('../../tutorials/first-hour.md', import.meta.url))

describeInTerminal('the first hour, played in the shell that it says to start', (open) => {
  for (const cols of [80, 100, 140]) {
    it(`prints what it says, ${cols} columns wide`, async () => {
      const { items } = await readDocument(firstHour)
      await using shell = open(['--mock', '--seed', 'demo'], { cols, rows: 50 })
      await shell.untilPrompt()
      shell.type(`.play ${firstHour}\n`)
      await shell.until('a runs all')
      shell.type('a')
      await shell.until(`The end of ${firstHour}`)
      expect(shell.screen()).not.to.include('Not as the document says')
      expect(shell.screen().match(/As the document says/g)).to.have.length(
        items.filter(({ kind }) => kind === 'example').length,
      )
    })
  }
})
