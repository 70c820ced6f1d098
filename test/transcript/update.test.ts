/** Updates: what holds for every text, and files that are written whole or not at all. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { applyPatch } from 'diff'
import fc from 'fast-check'
import { parseDocument } from '../../src/transcript/document.ts'
import { formatPatch } from '../../src/transcript/patch.ts'
import { replay } from '../../src/transcript/replay.ts'
import { saveTranscript } from '../../src/transcript/save.ts'
import { applyEdits, updateDocument } from '../../src/transcript/update.ts'

/** A session in which a source prints itself, told apart by its first letter. */
const open = async () => ({
  evaluate: async (source: string) => {
    const printed = source.replace(/\/\/.*/g, '').trim()
    return { text: printed.startsWith('q') ? '' : printed, failed: printed.startsWith('Uncaught ') }
  },
  close: async () => {},
})

const pieces = [
  '>>> a',
  '>>> abc def',
  ">>> 'case-17'",
  '>>> q',
  '>>> {',
  '... b',
  '... }',
  '>>> ...',
  '>>> >>> x',
  '1',
  'a',
  "'case-...'",
  'a...',
  '...',
  '',
  '',
  '    ',
  '> ',
  '- ',
  '```',
  '~~~',
  '> ```',
  'text',
  '.. x',
  'Text::',
  '<BLANKLINE>',
  '$&',
  '\t',
  '>>> Uncaught E: x',
  'Uncaught E: ...',
]
const texts = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom('', '', '  ', '    ', '> ', '>   '), fc.constantFrom(...pieces)), {
      maxLength: 14,
    }),
    fc.constantFrom('\n', '\r\n', '\r'),
    fc.constantFrom('', '\uFEFF'),
    fc.boolean(),
  )
  .map(([lines, end, mark, last]) => mark + lines.map((line) => line.join('')).join(end) + (last ? end : ''))

async function updated(path: string, written: string) {
  const document = await parseDocument(path, written)
  const { results } = await replay(document, { open })
  return { document, results, ...(await updateDocument(document, results)) }
}

describe('updates', () => {
  for (const path of ['a.md', 'a.rst']) {
    it(`printing what was read gives the same text (${path})`, async () => {
      await fc.assert(
        fc.asyncProperty(texts, async (written) => {
          const { items } = await parseDocument(path, written)
          const edits = items.flatMap((item) =>
            item.kind === 'example'
              ? [{ example: item, lines: item.wantLines === 0 ? [] : item.want.split('\n') }]
              : [],
          )
          expect(applyEdits(written, edits)).to.equal(written)
        }),
        { numRuns: 600 },
      )
    })

    it(`twice is once, only expected lines change, what was changed passes (${path})`, async () => {
      await fc.assert(
        fc.asyncProperty(texts, async (written) => {
          const first = await updated(path, written)
          const second = await updated(path, first.text)
          expect(second.text).to.equal(first.text)
          expect(second.changed).to.equal(0)
          const bare = (document: typeof first.document) =>
            document.items.map((item) => [item.kind, 'source' in item ? item.source : '', item.column])
          expect(bare(second.document)).to.deep.equal(bare(first.document))
          // What is left of both texts without their expected lines is the same.
          expect(withoutExpected(second.document)).to.deep.equal(withoutExpected(first.document))
        }),
        { numRuns: 600 },
      )
    })
  }

  it('are patches that say the same', async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (written) => {
        const { text } = await updated('a.md', written)
        const patch = await formatPatch('docs/a.md', written, text)
        expect(patch === '').to.equal(text === written)
        if (patch !== '' && !/\r(?!\n)/.test(written)) expect(applyPatch(written, patch)).to.equal(text)
      }),
      { numRuns: 200 },
    )
  })
})

const withoutExpected = ({ text, items }: Awaited<ReturnType<typeof updated>>['document']) => {
  const lines = text.split(/\r\n|\n|\r/)
  for (const item of [...items].reverse()) {
    if (item.kind === 'example') lines.splice(item.wantLine - 1, item.wantLines)
  }
  return lines.join('\n').trimEnd()
}

describe('saving', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'transcripts-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('keeps the mode of the file, and a link a link', async () => {
    const file = join(folder, 'a.md')
    await writeFile(file, 'old', { mode: 0o640 })
    await symlink('a.md', join(folder, 'b.md'))
    await saveTranscript(join(folder, 'b.md'), 'old', 'new')
    expect(await readFile(file, 'utf8')).to.equal('new')
    expect((await stat(file)).mode & 0o777).to.equal(0o640)
    expect((await readdir(folder)).sort()).to.deep.equal(['a.md', 'b.md'])
  })

  it('refuses a file that has changed since', async () => {
    const file = join(folder, 'a.md')
    await writeFile(file, 'changed')
    const error = await saveTranscript(file, 'old', 'new').catch((thrown: Error) => thrown)
    expect(error).to.have.property(
      'message',
      `${file} has changed since it was read, so nothing was written. Run again.`,
    )
    expect(await readFile(file, 'utf8')).to.equal('changed')
  })

  it('leaves the old or the new file when it is killed', async function () {
    this.timeout(60_000)
    const file = join(folder, 'a.md')
    const texts = ['old\n'.repeat(200_000), 'new\n'.repeat(200_000)]
    await writeFile(file, texts[0]!)
    const program = join(folder, 'save.mjs')
    const save = new URL('../../src/transcript/save.ts', import.meta.url)
    await writeFile(
      program,
      `import { saveTranscript } from '${save}'\n` +
        `const texts = ${JSON.stringify(['old\n', 'new\n'])}.map((line) => line.repeat(200000))\n` +
        `process.send('ready')\n` +
        `for (let at = 0; ; at = 1 - at) await saveTranscript('${file}', texts[at], texts[1 - at])\n`,
    )
    for (let round = 0; round < 4; round++) {
      await writeFile(file, texts[0]!)
      const child = fork(program, { execArgv: ['--import', './scripts/ts-node.mjs'] })
      await once(child, 'message')
      // Killed when it has written something, at a moment that nobody chose.
      while ((await readFile(file, 'utf8')) === texts[0])
        if (child.exitCode !== null) throw new Error('It ended')
      child.kill('SIGKILL')
      await once(child, 'exit')
      expect(texts.includes(await readFile(file, 'utf8'))).to.equal(true)
    }
  })
})
