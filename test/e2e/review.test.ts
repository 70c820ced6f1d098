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

  it('has every edit in the file before the next question, when the window is closed there', async () => {
    const { home, file } = transcript('>>> 1', '2', '>>> 3', '4')
    await using review = open(['doctest', '--review', file], { home })
    await review.until(questions)
    review.type('a\n')
    await review.until(/a\.rst:3:1.*uit$/s)
    review.close()
    expect(await review.status()).to.equal(129)
    expect(readFileSync(file, 'utf8')).to.equal('>>> 1\n1\n>>> 3\n4\n')
  })

  it('shows what it cannot write, keeps what came before, and goes on with the next file', async () => {
    const { home, file } = transcript('>>> 1', '2', '>>> 3', '4', '>>> 5', '6')
    writeFileSync(join(home, 'b.rst'), '>>> 7\n8\n')
    await using review = open(['doctest', '--review', home], { home })
    await review.until(questions)
    review.type('a\n')
    await review.until(/a\.rst:3:1.*uit$/s)
    writeFileSync(file, `${readFileSync(file, 'utf8')}More\n`)
    review.type('a\n')
    await review.until(/b\.rst:1:1.*uit$/s)
    review.type('a\n')
    expect(await review.status()).to.equal(2)
    expect(review.screen()).to.match(/^-4\n\+3$/m)
    expect(review.screen()).to.match(
      /a\.rst has changed since it was read, so nothing was written\. Run again\.$/m,
    )
    expect(review.screen()).to.match(/2 changed, 0 left$/m)
    expect(readFileSync(file, 'utf8')).to.equal('>>> 1\n1\n>>> 3\n4\n>>> 5\n6\nMore\n')
    expect(readFileSync(join(home, 'b.rst'), 'utf8')).to.equal('>>> 7\n7\n')
  })

  it('takes answers that were typed ahead, and inputs of the shell', async () => {
    const { home, file } = transcript('>>> 1', '2', '>>> 3', '4', '>>> 5', '6')
    await using review = open(['doctest', '--review', file], { home })
    await review.until(questions)
    review.type('a\na\no\n40 + 2\n')
    await review.until(/^42\n>>>$/m)
    review.press('Ctrl-D')
    await review.until(/uit.*uit.*uit.*uit$/s)
    review.type('s\n')
    expect(await review.status()).to.equal(1)
    expect(review.screen()).to.match(/2 changed, 1 left$/m)
  })

  it('takes an answer that was typed while an example kept it busy', async () => {
    const { home, file } = transcript(
      '>>> await null; const end = Date.now() + 1000; while (Date.now() < end);',
      '>>> 1',
      '2',
    )
    await using review = open(['doctest', '--review', file], { home })
    review.type('a\n')
    expect(await review.status()).to.equal(0)
    expect(review.screen()).to.match(/1 changed, 0 left$/m)
  })

  it('asks about the examples that were asked for', async () => {
    const { home, file } = transcript('>>> 1', '2', '>>> 3', '4', '>>> 5', '6')
    await using one = open(['doctest', '--review', `${file}:4`], { home })
    await one.until(/a\.rst:3:1.*uit$/s)
    one.type('a\n')
    expect(await one.status()).to.equal(0)
    await using filtered = open(['doctest', '--review', '--filter', '5', file], { home })
    await filtered.until(/a\.rst:5:1.*uit$/s)
    filtered.type('a\n')
    expect(await filtered.status()).to.equal(0)
    expect(readFileSync(file, 'utf8')).to.equal('>>> 1\n2\n>>> 3\n3\n>>> 5\n5\n')
    await using none = open(['doctest', '--review', '--filter', '9', file], { home })
    expect(await none.status()).to.equal(2)
    expect(none.screen()).to.match(/^support-repl: no example has "9" in its source$/m)
  })
})
