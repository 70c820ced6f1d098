/** Reviewing the failures of a transcript at a terminal. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { newFolder } from './command.ts'
import { describeInTerminal } from './terminal.ts'

describeInTerminal('doctest --review at a terminal', (open) => {
  const transcript = (...lines: string[]): { home: string; file: string } => {
    const home = newFolder()
    const file = join(home, 'a.rst')
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''))
    return { home, file }
  }
  const questions = '[a]ccept what it prints  [s]kip  [e]dit  [o]pen the shell here  [q]uit'

  it('opens the shell on the state of that moment, and goes on when it is left', async () => {
    const { home, file } = transcript('>>> let count = 7', '>>> count', '8', '>>> count + 1', '9')
    await using review = open(['doctest', '--review', file], { home })
    await review.until(questions)
    review.type('o\n')
    await review.untilPrompt()
    expect(await review.enter('count * 6')).to.equal('42')
    expect(await review.enter('.cases')).to.match(/A test case\./)
    expect(await review.enter('console.log(1); count = 20')).to.equal('1\n20')
    review.type('conn.describeCa')
    await review.tab()
    await review.untilInput('>>> conn.describeCases', '')
    review.press('Ctrl-C')
    await review.untilPrompt()
    review.press('Ctrl-D')
    await review.until(/uit {2}.*uit$/s)
    review.type('a\n')
    await review.until(/a\.rst:4:1.*\+ 21/s)
    review.type('s\n')
    expect(await review.status()).to.equal(1)
    expect(review.screen()).to.match(/1 changed, 1 left$/m)
    expect(readFileSync(file, 'utf8')).to.equal('>>> let count = 7\n>>> count\n7\n>>> count + 1\n9\n')
  })

  it('opens again at the next failure; what is switched there is switched there only', async () => {
    const { home, file } = transcript('>>> [{ a: 1 }]', 'x', '>>> [{ a: 1 }]', 'y')
    await using review = open(['doctest', '--review', file], { home })
    await review.until(questions)
    review.type('o\n')
    await review.untilPrompt()
    await review.enter('.table on')
    expect(await review.enter('[{ a: 1 }]')).to.equal('a\n1')
    review.press('Ctrl-D')
    await review.until(/uit {2}.*uit$/s)
    review.type('s\n')
    await review.until(/a\.rst:3:1.*\+ \[ \{ a: 1 \} \].*uit$/s)
    review.type('o\n')
    await review.untilPrompt()
    review.press('Up')
    await review.untilInput('>>> [{ a: 1 }]', '')
    review.press('Ctrl-C')
    await review.untilPrompt()
    review.press('Ctrl-D')
    await review.until(/uit.*uit.*uit$/s)
    review.type('q\n')
    expect(await review.status()).to.equal(1)
  })

  it('stops with Ctrl-C what gets stuck in there', async () => {
    const { home, file } = transcript('>>> 1', '2')
    await using review = open(['doctest', '--review', file], { home })
    await review.until(questions)
    review.type('o\n')
    await review.untilPrompt()
    review.type('await null; console.log("in"); for (;;);\n')
    await review.until(/^in$/m)
    review.press('Ctrl-C')
    await review.until(/Uncaught Interrupted: stopped by Ctrl-C/)
    await review.untilPrompt()
    expect(await review.enter('1 + 1')).to.equal('2')
    review.press('Ctrl-D')
    await review.until(/uit {2}.*uit$/s)
    review.type('a\n')
    expect(await review.status()).to.equal(0)
    expect(readFileSync(file, 'utf8')).to.equal('>>> 1\n1\n')
  })
})
