/** The start file at a terminal: it runs before the first input, and whatever is wrong with it, the shell goes on. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { keys, newFolder, run, startMock } from './command.ts'
import { describeInTerminal } from './terminal.ts'

/** A home folder with a start file in it. */
function homeWith(source: string, name = 'init.ts'): string {
  const home = newFolder()
  mkdirSync(join(home, '.config/support-repl'), { recursive: true })
  writeFileSync(join(home, '.config/support-repl', name), source)
  return home
}

describeInTerminal('the start file', (open) => {
  it('declares what inputs find, and may be TypeScript', async () => {
    const home = homeWith('const twice = (n: number) => 2 * n\nconst { cases } = conn.describeCases()\n')
    await using shell = open(['--mock', '--quiet'], { home })
    await shell.untilPrompt()
    expect(await shell.enter('twice(cases.length)')).to.equal('2')
  })

  it('shows what it writes, above the prompt', async () => {
    await using shell = open(['--mock', '--quiet'], { home: homeWith("console.log('Good morning.')") })
    await shell.until(/^Good morning\.\n>>>$/)
  })

  it('is told of in one line where it fails, and the shell goes on', async () => {
    await using shell = open(['--mock', '--quiet'], { home: homeWith('const a = 1\nnope()\n', 'init.js') })
    await shell.until(
      /^Uncaught ReferenceError: nope is not defined \(~\/\.config\/support-repl\/init\.js:2\)\n>>>$/,
    )
    expect(await shell.enter('a')).to.equal('1')
  })

  it('may ask before a write; what was entered before that is still there, and goes on', async () => {
    await using mock = await startMock()
    const home = homeWith(`
      const { existsSync } = require('node:fs')
      while (!existsSync('entered')) await new Promise((resolve) => setTimeout(resolve, 10))
      await conn.resolveCase('case-1')`)
    await using shell = open(['--quiet', '--endpoint-url', mock.url], { home, env: keys })
    await shell.untilPrompt()
    shell.type('6 * (\n')
    await shell.untilInput('>>> 6 * (', '')
    writeFileSync(join(home, 'entered'), '')
    await shell.until(/^resolveCase will send this to .*\n.*case-1.*\nSend it\? \[y\/N\]$/)
    shell.type('n\n')
    await shell.until(/Send it\? \[y\/N\] n\nUncaught WriteRefused: .*\n>>> 6 \* \(\n\.\.\.$/)
    expect(await shell.enter('7)')).to.equal('42')
  })

  it('that hangs is stopped by Ctrl-C', async () => {
    const home = homeWith("void setTimeout(() => console.log('waiting'), 50); await new Promise(() => {})")
    await using shell = open(['--mock', '--quiet'], { home })
    await shell.until(/^waiting$/m)
    shell.press('Ctrl-C')
    await shell.until(/Interrupted/)
    shell.type('6 * 7\n')
    await shell.until(/^42$/m)
  })

  it('does not run with --no-init, nor before -e', async () => {
    const home = homeWith("console.log('ran')")
    await using shell = open(['--mock', '--quiet', '--no-init'], { home })
    await shell.untilPrompt()
    expect(await shell.enter('1 + 1')).to.equal('2')
    expect(shell.screen()).to.not.include('ran')
    const { stdout } = await run(['--mock', '-q', '-e', '1 + 1'], { env: { HOME: home } })
    expect(stdout).to.equal('2\n')
  })
})
