import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { collectTranscripts } from '../../src/transcript/collect.ts'
import { countExamples, readDocument } from '../../src/transcript/document.ts'
import { matcherOf } from '../../src/transcript/glob.ts'
import { inputErrorFrom, TranscriptInputError } from '../../src/transcript/input-error.ts'

const files = [
  'b.md',
  'a.rst',
  'notes.txt',
  'guide/one.md',
  'guide/deep/two.RST',
  'guide/node_modules/x.md',
  'guide/.hidden/x.md',
  'images/logo.png',
]

const found: { paths: string[]; files: string[] }[] = [
  { paths: ['b.md'], files: ['b.md'] },
  { paths: ['.'], files: ['a.rst', 'b.md', 'guide/deep/two.RST', 'guide/one.md', 'linked.md'] },
  { paths: ['guide/'], files: ['guide/deep/two.RST', 'guide/one.md'] },
  { paths: ['guide/node_modules'], files: ['guide/node_modules/x.md'] },
  { paths: ['b.md', 'a.rst', './b.md'], files: ['b.md', 'a.rst'] },
  { paths: ['*.md'], files: ['b.md', 'linked.md'] },
  { paths: ['*'], files: ['a.rst', 'b.md', 'linked.md'] },
  { paths: ['guide/*.md'], files: ['guide/one.md'] },
  { paths: ['**/*.{md,RST}'], files: ['b.md', 'guide/deep/two.RST', 'guide/one.md', 'linked.md'] },
  { paths: ['guide/**/*.*'], files: ['guide/deep/two.RST', 'guide/one.md'] },
  { paths: ['?.rst'], files: ['a.rst'] },
]

const refused: { path: string; code: string; message: string }[] = [
  {
    path: 'none.md',
    code: 'missing',
    message: 'PATH does not exist. Name a .md or .rst file, or a folder that holds some.',
  },
  {
    path: 'b.md/x.md',
    code: 'missing',
    message: 'PATH does not exist. Name a .md or .rst file, or a folder that holds some.',
  },
  {
    path: 'notes.txt',
    code: 'foreign',
    message: 'PATH is not a transcript. Name a file that ends in .md or .rst.',
  },
  {
    path: 'images',
    code: 'bare',
    message: 'PATH holds no transcripts. Put .md or .rst files there, or name another folder.',
  },
  { path: '*.html', code: 'unmatched', message: 'PATH matches no .md or .rst file. Check the pattern.' },
  { path: 'none/*.md', code: 'unmatched', message: 'PATH matches no .md or .rst file. Check the pattern.' },
]

describe('transcript files', () => {
  let folder: string
  const at = (path: string) => (path === '.' ? folder : `${folder}/${path}`)
  const errorOf = (promise: Promise<unknown>): Promise<TranscriptInputError> =>
    promise.then(
      () => expect.fail('nothing was thrown'),
      (error) => error,
    )

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'transcripts-'))
    for (const file of files) {
      await mkdir(dirname(at(file)), { recursive: true })
      await writeFile(at(file), '>>> 1\n1\n')
    }
    await symlink(at('b.md'), at('linked.md'))
    await symlink(folder, at('guide/circle'))
    await symlink(at('gone.md'), at('broken.md'))
  })
  after(() => rm(folder, { recursive: true }))

  for (const { paths, files } of found) {
    it(`${paths.join(' ')} names ${files.join(' ')}`, async () => {
      const collected = await collectTranscripts(paths.map(at))
      expect(collected).to.deep.equal(files.map((file) => join(folder, file)))
    })
  }

  for (const { path, code, message } of refused) {
    it(`${path} is refused`, async () => {
      const error = await errorOf(collectTranscripts([at(path)]))
      expect(error).to.be.instanceOf(TranscriptInputError)
      expect(error.code).to.equal(code)
      expect(error.message).to.equal(message.replace('PATH', at(path)))
    })
  }

  it('what may not be read is refused', async () => {
    expect(inputErrorFrom(Object.assign(new Error(), { code: 'EACCES' }), 'a.md').message).to.equal(
      'a.md may not be read by this user. Change its permissions.',
    )
    expect(inputErrorFrom(Object.assign(new Error(), { code: 'EIO' }), 'a.md').message).to.equal(
      'a.md cannot be read: EIO.',
    )
  })

  // A mode keeps nothing from root, and nothing at all on Windows.
  const modesCount = process.platform !== 'win32' && process.getuid?.() !== 0
  const itWithModes = modesCount ? it : it.skip
  itWithModes(
    `a file without the right to read it${modesCount ? '' : ' (NOT RUN: this user may read every file)'}`,
    async () => {
      await writeFile(at('secret.md'), '')
      await chmod(at('secret.md'), 0)
      const error = await errorOf(readDocument(at('secret.md')))
      await rm(at('secret.md'))
      expect(error.code).to.equal('denied')
    },
  )

  const encodings: { title: string; bytes: number[]; where: string }[] = [
    { title: 'a byte of Latin-1', bytes: [0x61, 0x0a, 0x62, 0xe9, 0x0a], where: 'line 2 (byte 3)' },
    { title: 'a file cut off in a character', bytes: [0x61, 0xc3], where: 'line 1 (byte 1)' },
    { title: 'UTF-16', bytes: [0xff, 0xfe, 0x61, 0x00], where: 'line 1 (byte 0)' },
  ]
  for (const { title, bytes, where } of encodings) {
    it(`${title} is refused`, async () => {
      const path = at('encoded.rst')
      await writeFile(path, Buffer.from(bytes))
      const { message } = await errorOf(readDocument(path))
      await rm(path)
      expect(message).to.equal(`${path} is not UTF-8 text at ${where}. Save the file as UTF-8.`)
    })
  }

  it('a file is read with its text unchanged', async () => {
    const path = at('marked.md')
    await writeFile(path, '\uFEFF```\r\n>>> 1\r\n')
    const document = await readDocument(path)
    await rm(path)
    expect(document.text).to.equal('\uFEFF```\r\n>>> 1\r\n')
    expect(document.format).to.equal('markdown')
    expect(countExamples(document)).to.equal(1)
  })

  const patterns: [pattern: string, path: string, matches: boolean][] = [
    ['*.md', 'a.md', true],
    ['*.md', 'a/b.md', false],
    ['*.md', 'amd', false],
    ['**/*.md', 'a.md', true],
    ['**/*.md', 'a/b/c.md', true],
    ['./*.md', 'a.md', true],
    ['a/**', 'a/b/c.md', true],
    ['{a,b/*}.md', 'b/c.md', true],
    ['{a,b}.md', 'c.md', false],
    ['a+(b)?.md', 'a+(b)c.md', true],
    ['{a', 'a', true],
    ['[a].md', 'a.md', false],
  ]
  for (const [pattern, path, matches] of patterns) {
    it(`${pattern} ${matches ? 'matches' : 'does not match'} ${path}`, () => {
      expect(matcherOf(pattern)(path)).to.equal(matches)
    })
  }
})
