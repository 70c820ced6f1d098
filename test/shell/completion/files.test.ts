/** TAB in paths of files, and in names of modules. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import vm from 'node:vm'
import { expect } from 'chai'
import { completerIn, context, texts } from './completing.ts'

const hostileName = `it's "a" \`\${b}\` \\ \u202e\n\u001b[31m.log`

describe('Completion of paths', () => {
  let directory: string
  let home: string | undefined

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'support-repl-'))
    for (const folder of ['logs', 'logs/old', '.config', "it's", 'home', 'home/shots']) {
      await mkdir(join(directory, folder))
    }
    for (const file of [
      'error.log',
      'errors.txt',
      'logs/app.log',
      'logs/.hidden',
      '.env',
      "it's/one.log",
      'home/a.txt',
    ]) {
      await writeFile(join(directory, file), 'x')
    }
    await symlink('logs', join(directory, 'linked'))
    await symlink('nowhere', join(directory, 'lost'))
    home = process.env['HOME']
    process.env['HOME'] = join(directory, 'home')
  })

  after(async () => {
    if (home === undefined) delete process.env['HOME']
    else process.env['HOME'] = home
    await rm(directory, { recursive: true })
  })

  const complete = (text: string) => completerIn({ directory, names: ['path'] }).complete(text, context)

  const all = ["'error.log'", "'errors.txt'", "'home/", "'it\\'s/", "'linked/", "'logs/", "'lost'"]
  const rows: [title: string, text: string, paths: string[]][] = [
    ['all but hidden ones', 'conn.attach(', all],
    ['in the quotes that are open', 'conn.attach("err', ['"error.log"', '"errors.txt"']],
    ['as a later argument', "conn.attach('error.log', 'log", ["'logs/"]],
    ['across lines', "await conn.attach(\n  'error.l", ["'error.log'"]],
    ['in a template', 'conn.attach(`errors', ['`errors.txt`']],
    ['in a folder', "conn.attach('logs/", ["'logs/app.log'", "'logs/old/"]],
    ['in a folder that a link leads to', "conn.attach('linked/a", ["'linked/app.log'"]],
    ['in a folder with a quote', "conn.attach('it\\'s/", ["'it\\'s/one.log'"]],
    ['hidden ones that are asked for', "conn.attach('.", ["'./"]],
    ['hidden ones that begin so', "conn.attach('.e", ["'.env'"]],
    ['hidden ones in a folder', "conn.attach('logs/.", ["'logs/./"]],
    ['below the current folder', "conn.attach('./err", ["'./error.log'", "'./errors.txt'"]],
    ['the folder above', "conn.attach('logs/..", ["'logs/../"]],
    ['from the folder above', "conn.attach('logs/../err", ["'logs/../error.log'", "'logs/../errors.txt'"]],
    ['the home directory', "conn.attach('~", ["'~/"]],
    ['in the home directory', "conn.attach('~/", ["'~/a.txt'", "'~/shots/"]],
    ['where an attachment is to go', "conn.download('attachment-1', 'lo", ["'logs/", "'lost'"]],
    ['none where the options are', "conn.download('attachment-1', 'logs', 'lo", []],
    ['names, where no quote is open', 'conn.attach(pa', ['path']],
    ['none in a file in memory', "conn.attach({ fileName: 'err", []],
    ['none for other methods', "conn.open('err", []],
  ]
  for (const [title, text, paths] of rows) {
    it(`${title}: ${text.replaceAll('\n', '⏎')}`, async () => {
      expect(texts(await complete(text))).to.deep.equal(paths)
    })
  }

  it('that are absolute', async () => {
    const typed = `'${directory}/err`
    const { candidates, partial } = await complete(`conn.attach(${typed}`)
    expect(partial).to.equal(typed)
    expect(candidates.map(({ text }) => text)).to.deep.equal([
      `'${directory}/error.log'`,
      `'${directory}/errors.txt'`,
    ])
  })

  it('whose names say anything: what is inserted is valid source', async () => {
    const folder = await mkdtemp(join(directory, 'home', 'odd-'))
    try {
      await writeFile(join(folder, hostileName), 'x')
      for (const quote of ["'", '"', '`']) {
        const { candidates } = await complete(`conn.attach(${quote}${folder}/`)
        expect(candidates).to.have.length(1)
        expect(vm.runInNewContext(candidates[0]!.text)).to.equal(join(folder, hostileName))
      }
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('goes on where it stopped in a folder whose name says anything', async () => {
    const folder = join(directory, 'home', hostileName)
    await mkdir(folder)
    try {
      await writeFile(join(folder, 'a.log'), 'x')
      const [first] = texts(await complete("conn.attach('~/it"))
      const [second] = texts(await complete(`conn.attach(${first}`))
      expect(vm.runInNewContext(second!)).to.equal(`~/${hostileName}/a.log`)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  const messages: [text: string, message: string][] = [
    ["conn.attach('nope", "no files: none begins with 'nope'"],
    ["conn.attach('nope/", "no files: there is no folder 'nope/'"],
    ["conn.attach('error.log/", "no files: there is no folder 'error.log/'"],
    ["conn.attach('logs/old/", "no files: none begins with 'logs/old/'"],
    ["conn.attach('a\\0b/", "no files: 'a\\x00b/' cannot be read (ERR_INVALID_ARG_VALUE)"],
  ]
  for (const [text, message] of messages) {
    it(message, async () => expect(await complete(text)).to.deep.include({ candidates: [], message }))
  }

  const modules: [text: string, names: string[]][] = [
    ["import { SupportError } from 'support", ["'support-repl'", "'support-repl/mock'"]],
    ["import 'support-repl/", ["'support-repl/mock'"]],
    ["export * from 'support-repl/", ["'support-repl/mock'"]],
    ['const os = await import("node:o', ['"node:os"']],
    ["require('fs", ["'node:fs'", "'node:fs/promises'"]],
    ["require('./log", ["'./logs/"]],
    ["import x from './logs/a", ["'./logs/app.log'"]],
    ["my.require('fs", []],
    ["from 'fs", []],
  ]
  for (const [text, names] of modules) {
    it(`of modules: ${text}`, async () => expect(texts(await complete(text))).to.deep.equal(names))
  }

  it('of modules, all that there are', async () => {
    const names = texts(await complete('import x from '))
    expect(names.slice(0, 3)).to.deep.equal(["'support-repl'", "'support-repl/mock'", "'node:assert'"])
    expect(names)
      .to.have.length.above(builtinModules.length / 2)
      .and.to.include("'node:test'")
    for (const name of names) expect(name).to.match(/^'(node:[a-z]|support-repl)/)
  })

  it('of modules says when there is none', async () => {
    const message = "no module of Node or of support-repl begins with 'nope'"
    expect(await complete("require('nope")).to.deep.include({ candidates: [], message })
  })
})
