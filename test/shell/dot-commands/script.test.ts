/** `.script`: what it is told, and the files that it writes. */
import { readdirSync, readFileSync, readlinkSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import type { CommandContext, TerminalAccess } from '../../../src/shell/dot-commands/dot-command.ts'
import { scriptCommand } from '../../../src/shell/dot-commands/script.ts'
import { newFolder } from '../../fidelity/programs.ts'
import { type Scripted, startScripted } from '../script/scripted.ts'

describe('.script', () => {
  let session: Scripted
  let directory: string

  beforeEach(async () => {
    session = await startScripted()
    directory = newFolder()
    await session.conn.describeSeverityLevels()
    await session.conn.resolveCase('case-1')
  })
  afterEach(() => session.close())

  const run = (argument: string, answer?: boolean) => {
    const terminal =
      answer === undefined ? undefined : ({ ask: async () => answer } as unknown as TerminalAccess)
    const { conn, log: calls } = session
    return scriptCommand.run(argument, { conn, calls, directory, terminal } as unknown as CommandContext)
  }
  const message = (argument: string, answer?: boolean) =>
    run(argument, answer).then(
      () => 'It was done',
      (error: Error) => error.message,
    )

  it('prints', async () => {
    expect(await run('aws')).to.match(/^#!\/bin\/sh\n[\s\S]*aws support resolve-case .*--case-id case-1$/)
    expect(await run('js')).to.match(/^\/\/ 2 calls [\s\S]*ResolveCaseCommand\(\{ caseId: 'case-1' \}\)\)$/)
    expect(await run('js --last 1')).to.match(/^\/\/ 1 call [\s\S]*Left out: 1 older/)
  })

  const files = [
    { argument: 'aws cases.sh', says: 'cases.sh is written: sh cases.sh', mode: '700' },
    { argument: "js 'my cases.mjs'", says: "my cases.mjs is written: node 'my cases.mjs'", mode: '600' },
  ]
  for (const { argument, says, mode } of files) {
    it(`writes a file, and leaves nothing else: ${argument}`, async () => {
      expect(await run(argument)).to.equal(says)
      const [name = '', ...others] = readdirSync(directory)
      expect(others).to.deep.equal([])
      expect((statSync(join(directory, name)).mode & 0o777).toString(8)).to.equal(mode)
      expect(readFileSync(join(directory, name), 'utf8')).to.equal(`${await run(argument.split(' ')[0]!)}\n`)
    })
  }

  it('replaces what a link leads to', async () => {
    writeFileSync(join(directory, 'mine'), 'My notes.')
    symlinkSync('mine', join(directory, 'link'))
    expect(await run('aws link', true)).to.equal('link is written: sh link')
    expect(readlinkSync(join(directory, 'link'))).to.equal('mine')
    expect(readFileSync(join(directory, 'mine'), 'utf8')).to.match(/^#!\/bin\/sh/)
  })

  it('replaces no file unless somebody says so', async () => {
    writeFileSync(join(directory, 'mine'), 'My notes.')
    const stays = 'mine is there already and stays as it is: name another file'
    expect(await message('aws mine')).to.equal(stays)
    expect(await message('aws mine', false)).to.equal(stays)
    expect(readFileSync(join(directory, 'mine'), 'utf8')).to.equal('My notes.')
    expect(await run('aws mine', true)).to.equal('mine is written: sh mine')
    expect(readFileSync(join(directory, 'mine'), 'utf8')).to.match(/^#!\/bin\/sh/)
    expect(readdirSync(directory)).to.deep.equal(['mine'])
  })

  const wrong = [
    { argument: '', says: '.script takes aws or js: .script aws|js [--last N] [FILE]' },
    { argument: 'bash', says: '.script takes aws or js, not bash: .script aws|js [--last N] [FILE]' },
    { argument: 'aws --last none', says: '--last takes a number of calls from 1 on, not none' },
    {
      argument: 'aws a b',
      says: 'One FILE, not also b (a name with spaces goes in quotes): .script aws|js [--last N] [FILE]',
    },
    { argument: 'aws nowhere/x', says: 'nowhere/x cannot be written: there is no such folder' },
  ]
  for (const { argument, says } of wrong) {
    it(`says what is wrong with ${argument || 'nothing'}`, async () =>
      expect(await message(argument)).to.equal(says))
  }

  it('says that there is nothing to write', async () => {
    await session.close()
    session = await startScripted()
    expect(await message('aws')).to.equal('No call of an operation has succeeded yet')
    await session.conn.resolveCase('case-0').catch(() => {})
    expect(await message('aws')).to.equal('No call of an operation has succeeded yet (1 failed)')
  })
})
