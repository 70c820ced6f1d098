/** Files as they come: huge, binary, changing while they are read. A clear result each time. */
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { readDocument } from '../../src/transcript/document.ts'
import { replay } from '../../src/transcript/replay.ts'
import { updateDocument } from '../../src/transcript/update.ts'

const open = async () => ({
  evaluate: async (source: string) => ({ text: source, failed: false }),
  close: async () => {},
})

describe('files', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'transcripts-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const file = async (name: string, content: string | Uint8Array) => {
    const path = join(folder, name)
    await writeFile(path, content)
    return path
  }

  for (const [name, example] of [
    ['a.md', '    >>> 1\n    2\n\ntext\n\n'],
    ['a.rst', '>>> 1\n2\n\ntext\n'],
  ] as const) {
    it(`of a hundred thousand lines are read, run and updated (${name})`, async () => {
      const document = await readDocument(await file(name, example.repeat(20_000)))
      expect(document.items).to.have.length(20_000)
      const { results } = await replay(document, { open })
      expect(results.filter(({ status }) => status === 'failed')).to.have.length(20_000)
      const { text, changed } = await updateDocument(document, results)
      expect(changed).to.equal(20_000)
      expect(text).to.equal(example.replace('2', '1').repeat(20_000))
    })

    it(`with a line of ten megabytes are read, run and updated (${name})`, async () => {
      const long = 'x'.repeat(10_000_000)
      const document = await readDocument(await file(name, `${example}${example.replace('1', `'${long}'`)}`))
      const { results } = await replay(document, { open })
      expect(results.map(({ status }) => status)).to.deep.equal(['failed', 'failed'])
      const { text } = await updateDocument(document, results)
      expect(text.length).to.be.greaterThan(20_000_000)
    })
  }

  const refused: { title: string; content: Uint8Array; message: string }[] = [
    {
      title: 'a picture',
      content: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10),
      message: 'is not UTF-8 text at line 1 (byte 0). Save the file as UTF-8.',
    },
    {
      title: 'a zero byte',
      content: Uint8Array.of(10, 62, 0, 62),
      message: 'is no text: it holds a zero byte at line 2 (byte 2).',
    },
  ]
  for (const { title, content, message } of refused) {
    it(`that are binary are refused: ${title}`, async () => {
      const path = await file('a.md', content)
      expect(await readDocument(path).catch((error: Error) => error.message)).to.equal(`${path} ${message}`)
    })
  }

  it('that are none, such as a folder or a device, are refused at once', async () => {
    await symlink('/dev/zero', join(folder, 'a.md'))
    for (const path of [join(folder, 'a.md')]) {
      expect(await readDocument(path).catch((error: Error) => error.message)).to.equal(
        `${path} cannot be read: it is no file.`,
      )
    }
  })

  it('that change while they are read are read as they were at one moment, or refused', async () => {
    const path = await file('a.rst', '')
    const wholes = [1, 2, 3].map((digit) => `>>> ${digit}\n`.repeat(100_000))
    let writing = true
    const writer = (async () => {
      for (let turn = 0; writing; turn++) await writeFile(path, wholes[turn % 3]!)
    })()
    try {
      for (let turn = 0; turn < 10; turn++) {
        const read = await readDocument(path).catch((error: Error) => error.message)
        if (typeof read === 'string')
          expect(read).to.equal(`${path} changes while it is read. Run again when it is saved.`)
        // What was read is a beginning of one text, never a mixture of two.
        else expect(new Set(read.text.replace(/[^123]/g, '')).size).to.be.at.most(1)
      }
    } finally {
      writing = false
      await writer
    }
  })
})
