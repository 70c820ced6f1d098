/** What is loaded before the first prompt: a person waits for it. What is not needed there comes later. */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { newFolder } from './command.ts'
import { describeInTerminal } from './terminal.ts'

const preload = new URL('loaded-modules.mjs', import.meta.url).href

describeInTerminal('before the first prompt', (open) => {
  let loaded: string[] = []
  before(async () => {
    const file = join(newFolder(), 'loaded')
    await using shell = open(['--mock'], { env: { LOADED: file, NODE_OPTIONS: `--import=${preload}` } })
    await shell.untilPrompt()
    const lines = readFileSync(file, 'utf8').split('\n')
    loaded = lines.slice(0, lines.indexOf('the prompt'))
  })

  it('no package is loaded, and of Node what a terminal takes', () => {
    const others = loaded.filter((url) => !url.includes('/dist/')).sort()
    expect(others).to.deep.equal([
      'node:events',
      'node:fs/promises',
      'node:os',
      'node:path',
      'node:repl',
      'node:stream',
      'node:util',
    ])
  })

  it('the code of the command is the program and one bundle, and not much', () => {
    const files = loaded.filter((url) => url.includes('/dist/')).map((url) => fileURLToPath(url))
    expect(files.length).to.be.within(1, 2)
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0)
    expect(bytes).to.be.within(1, 90_000)
  })
})
