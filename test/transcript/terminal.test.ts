/** doctest with a person at the terminal. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { folderWith, lines } from '../e2e/runs.ts'
import { describeInTerminal } from '../e2e/terminal.ts'

describeInTerminal('doctest at a terminal', (open) => {
  it('--review accepts, has edited, skips and quits, and says what it came to', async () => {
    const home = folderWith({
      'a.rst': lines('>>> 1', '2', '>>> 3', '4', '>>> 5', '6', '>>> 7', '8', '>>> 9', '10'),
    })
    const file = join(home, 'a.rst')
    const env = { EDITOR: "sed -i 's/3/3 or .../'" }
    await using review = open(['doctest', '--review', file], { home, env })
    const at = (line: number) => review.until(new RegExp(`a\\.rst:${line}:1.*uit$`, 's'))
    for (const [line, answer] of [
      [1, 'a'],
      [3, 'e'],
      [5, 'skip'],
      [7, 'what?'],
    ] as const) {
      await at(line)
      review.type(`${answer}\n`)
    }
    await review.until(/what\?.*uit$/s)
    review.type('q\n')
    expect(await review.status()).to.equal(1)
    expect(review.screen()).to.match(/2 changed, 2 left$/m)
    expect(readFileSync(file, 'utf8')).to.equal(
      lines('>>> 1', '1', '>>> 3', '3 or ...', '>>> 5', '6', '>>> 7', '8', '>>> 9', '10'),
    )
  })

  it('--watch begins every run on an empty screen', async () => {
    const home = folderWith({ 'a.rst': lines('>>> 1', '2') })
    await using watching = open(['doctest', '--watch', join(home, 'a.rst')], { home })
    await watching.until(/- 2.*watching 1 file; Ctrl-C ends\s*$/s)
    writeFileSync(join(home, 'a.rst'), lines('>>> 1', '1'))
    await watching.until(/^1 file, 1 example: 1 passed\s+watching 1 file; Ctrl-C ends\s*$/)
    watching.press('Ctrl-C')
    expect(await watching.status()).to.equal(0)
  })
})
