/** Files are saved as a whole, or not at all. */
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { type Content, type SaveOptions, saveFile } from '../../src/shell/save-file.ts'

describe('A file that is saved', () => {
  let folder: string
  let path: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'support-repl-save-'))
    path = join(folder, 'file')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const save = (content: Content, options: Partial<SaveOptions> = {}) =>
    saveFile(path, content, { shown: 'FILE', mode: 0o600, replace: async () => true, ...options })

  const messageOf = (saved: Promise<boolean>) =>
    saved.then(
      () => 'it was saved',
      ({ message }: Error) => message,
    )

  async function* pieces(...texts: string[]) {
    for (const text of texts) yield Buffer.from(text)
  }

  for (const [title, content] of [
    ['a text', 'Grüße\n'],
    ['bytes', Buffer.from('Grüße\n')],
    ['pieces', () => pieces('Grü', 'ße\n')],
  ] as const) {
    it(`holds ${title}, and nothing is beside it`, async () => {
      writeFileSync(path, 'what was there, which is longer')
      expect(await save(typeof content === 'function' ? content() : content)).to.equal(true)
      expect(readFileSync(path, 'utf8')).to.equal('Grüße\n')
      expect(readdirSync(folder)).to.deep.equal(['file'])
    })
  }

  it('has the mode that was asked for, also where it had another', async () => {
    writeFileSync(path, '', { mode: 0o644 })
    await save('x')
    expect(statSync(path).mode & 0o777).to.equal(0o600)
  })

  it('stays as it is where it is not to be replaced', async () => {
    writeFileSync(path, 'before')
    expect(await save('after', { replace: async () => false })).to.equal(false)
    expect(readFileSync(path, 'utf8')).to.equal('before')
    expect(readdirSync(folder)).to.deep.equal(['file'])
  })

  it('stays as it is where what was to be in it breaks off, and the reason passes through', async () => {
    writeFileSync(path, 'before')
    async function* broken() {
      yield* pieces('after')
      throw new Error('given up')
    }
    expect(await messageOf(save(broken()))).to.equal('given up')
    expect(readFileSync(path, 'utf8')).to.equal('before')
    expect(readdirSync(folder)).to.deep.equal(['file'])
  })

  it('is replaced behind a link, which stays one', async () => {
    const real = join(folder, 'real')
    writeFileSync(real, 'before')
    symlinkSync('real', path)
    await save('after')
    expect(lstatSync(path).isSymbolicLink()).to.equal(true)
    expect(readFileSync(real, 'utf8')).to.equal('after')
  })

  it('comes to be where a link leads that led nowhere', async () => {
    symlinkSync('real', path)
    expect(await save('x', { replace: async () => false })).to.equal(true)
    expect(lstatSync(path).isSymbolicLink()).to.equal(true)
    expect(readFileSync(join(folder, 'real'), 'utf8')).to.equal('x')
  })

  it('is never written through a link that stands where its draft is to be', async () => {
    const [draft, other] = [join(folder, 'draft'), join(folder, 'other')]
    writeFileSync(other, 'of someone else')
    symlinkSync('other', draft)
    await save('mine', { draft })
    expect(readFileSync(path, 'utf8')).to.equal('mine')
    expect(readFileSync(other, 'utf8')).to.equal('of someone else')
    expect(readdirSync(folder).sort()).to.deep.equal(['file', 'other'])
  })

  it('is refused in a sentence where it cannot be', async () => {
    mkdirSync(path)
    expect(await messageOf(save('x'))).to.equal('FILE cannot be written: it is a folder')
    path = join(folder, 'none', 'file')
    expect(await messageOf(save('x'))).to.equal('FILE cannot be written: there is no such folder')
  })
  it('never takes the place of what is no file, such as a device', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(path, resolve))
    try {
      expect(await messageOf(save('x'))).to.equal('FILE cannot be written: it is not a regular file')
      expect(statSync(path).isSocket()).to.equal(true)
    } finally {
      await new Promise((resolve) => server.close(resolve))
    }
  })
})
