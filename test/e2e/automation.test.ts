/** From exploring to automation, at a terminal: `.load`, `.script`, `.export`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { newFolder } from './command.ts'
import { describeInTerminal } from './terminal.ts'

describeInTerminal('from exploring to automation', (open) => {
  let home: string

  beforeEach(() => {
    home = newFolder()
  })

  const start = async (...args: string[]) => {
    const shell = open(['--mock', '--quiet', ...args], { home, cols: 120 })
    await shell.untilPrompt()
    return shell
  }

  it('a file is found by its name, runs, and leaves what it declared', async () => {
    writeFileSync(
      join(home, 'my first.js'),
      "const { cases } = conn.describeCases()\nconsole.log('asked')\ncases.length\n",
    )
    await using shell = await start()
    shell.type('.load my')
    await shell.tab()
    await shell.untilInput(">>> .load 'my first.js'", '')
    expect(await shell.enter('')).to.equal('asked\n1')
    expect(await shell.enter('cases[0].caseId')).to.equal("'case-1'")
  })

  it('a file that never ends is stopped by Ctrl-C, and the session lives on', async () => {
    writeFileSync(join(home, 'loop.js'), "'before'\nfor (;;) {}\n'after'\n")
    await using shell = await start()
    shell.type('.load loop.js\n')
    await shell.until("'before'")
    shell.press('Ctrl-C')
    await shell.until(/Uncaught Interrupted: stopped by Ctrl-C \(loop\.js:2\)/)
    await shell.untilPrompt()
    expect(await shell.enter('6 * 7')).to.equal('42')
    expect(shell.screen()).not.to.include("'after'")
  })

  it('what was tried becomes a script, on the screen and in a file that nothing replaces unasked', async () => {
    await using shell = await start()
    await shell.enter("conn.resolveCase('case-1')")
    const lines = (await shell.enter('.script aws')).split('\n')
    expect(lines[0]).to.equal('#!/bin/sh')
    expect(lines.at(-1)).to.match(/^aws support resolve-case .* --case-id case-1$/)
    expect(await shell.enter('.script js case.mjs')).to.equal('case.mjs is written: node case.mjs')
    const before = readFileSync(join(home, 'case.mjs'), 'utf8')
    shell.type('.script aws case.mjs\n')
    await shell.until('case.mjs is there already. Replace it? [y/N]')
    shell.type('n\n')
    await shell.until('case.mjs is there already and stays as it is: name another file')
    expect(readFileSync(join(home, 'case.mjs'), 'utf8')).to.equal(before)
  })

  it('an export shows how far it is, is stopped by Ctrl-C, and goes on', async () => {
    await using shell = await start('--seed', 'demo')
    // Each case with more than five messages takes a while.
    await shell.enter(
      "mock.faults([{ operation: 'DescribeCommunications', kind: 'latency', milliseconds: 400 }])",
    )
    shell.type('.export cases.jsonl\n')
    await shell.until(/cases?: \d+ new; \d+ messages fetched/)
    shell.press('Ctrl-C')
    await shell.until(
      /Stopped by Ctrl-C; \d+ cases? (is|are) in cases\.jsonl\.partial, and \.export cases\.jsonl goes on/,
    )
    await shell.untilPrompt()
    expect(existsSync(join(home, 'cases.jsonl'))).to.equal(false)
    await shell.enter('mock.faults([])')
    expect(await shell.enter('.export cases.jsonl')).to.match(
      /^cases\.jsonl is complete: 38 cases: \d+ new, \d+ as they were; \d+ messages fetched$/,
    )
    expect(readFileSync(join(home, 'cases.jsonl'), 'utf8').trimEnd().split('\n')).to.have.lengthOf(38)
  })
})
