import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Attachable, AttachProgress } from '../../../src/client/attach/attach.ts'
import { clientIn, type SupportConnection } from '../../../src/client/connection.ts'
import { SupportError } from '../../../src/client/errors.ts'
import type { Surroundings, Write } from '../../../src/client/settings.ts'
import { type MockEndpoint, startMockEndpoint } from '../../../src/mock/index.ts'
import { notRun } from '../../not-run.ts'
import { rejection } from '../rejection.ts'

const mebi = 1024 * 1024

describe('attach', () => {
  let mock: MockEndpoint
  let folder: string
  let asked: Write[]
  let shown: AttachProgress[]
  let conn: SupportConnection

  before(async () => {
    mock = await startMockEndpoint({ port: 0, seed: 'tutorial', strictAuth: true })
  })
  after(() => mock.close())
  beforeEach(() => {
    mock.reset()
    folder = mkdtempSync(join(tmpdir(), 'support-repl-attach-'))
    asked = []
    shown = []
    conn = connect()
  })
  afterEach(async () => {
    await conn.close()
    rmSync(folder, { recursive: true })
  })

  const connect = (around: Partial<Surroundings> = {}) => {
    const { accessKeyId, secretAccessKey } = mock.credentials
    const bound = clientIn({
      env: {
        AWS_ENDPOINT_URL: mock.url,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        HOME: join(folder, 'home'),
      },
      directory: folder,
      // The mock works on a file for two seconds of its clock.
      delay: async () => {
        mock.clock.advance('PT1S')
      },
      approve: async (write) => {
        asked.push(write)
      },
      progress: (progress) => shown.push(progress),
      ...around,
    })
    return new bound.SupportConnection()
  }

  /** A file of a size; the space between its ends takes none on the disk. */
  const file = (name: string, size: number) => {
    const path = join(folder, name)
    writeFileSync(path, Buffer.from(`${name} `).subarray(0, size))
    truncateSync(path, size)
    return name
  }
  const directory = (name: string) => {
    mkdirSync(join(folder, name))
    return name
  }
  const pipe = (name: string) => {
    execFileSync('mkfifo', [join(folder, name)])
    return name
  }
  const operations = () => mock.requests().map(({ operation }) => operation)

  /** Attaches to a message of case-1, and answers names and sizes of what arrived there. */
  const arrived = async (...files: Attachable[]) => {
    const attached = await conn.attach(...files)
    await conn.addCommunicationToCase({ caseId: 'case-1', communicationBody: 'Files.', ...attached })
    const { communications } = await conn.describeCommunications('case-1')
    const sizes: Record<string, number> = {}
    for (const { attachmentId, fileName } of communications?.[0]?.attachments ?? []) {
      const { downloadUrl } = await conn.getAttachmentDownloadLink(attachmentId!)
      sizes[fileName!] = (await (await fetch(downloadUrl.url)).arrayBuffer()).byteLength
    }
    return sizes
  }

  const sizes: [string, number, string][] = [
    ['1 byte', 1, 'AddAttachmentsToSet'],
    ['exactly 5 MB', 5 * mebi, 'AddAttachmentsToSet'],
    ['5 MB and a byte', 5 * mebi + 1, 'GetAttachmentUploadLinks'],
    ['60 MB', 60 * mebi, 'GetAttachmentUploadLinks'],
  ]
  for (const [title, size, operation] of sizes) {
    it(`takes a file of ${title} by ${operation}`, async () => {
      expect(await arrived(file('a.bin', size))).to.deep.equal({ 'a.bin': size })
      expect(operations()[0]).to.equal(operation)
    })
  }

  it('takes small ones in a set and a large one by parts', async () => {
    const attached = await conn.attach(file('a', 1), file('large', 6 * mebi), file('b', 2))
    expect(attached).to.have.all.keys('attachmentSetId', 'uploadIds')
    expect(operations()).to.deep.equal([
      'GetAttachmentUploadLinks',
      'CompleteAttachmentUpload',
      'DescribeAttachmentUploadStatus',
      'DescribeAttachmentUploadStatus',
      'DescribeAttachmentUploadStatus',
      'AddAttachmentsToSet',
    ])
  })

  it('takes the first three small ones in a set, and the others by parts', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'].map((name) => file(name, 5))
    expect((await conn.attach(...names)).uploadIds).to.have.length(2)
    expect(await arrived(...names)).to.deep.equal({ a: 5, b: 5, c: 5, d: 5, e: 5 })
  })

  it('asks for more links where the first ten do not do', async () => {
    await conn.attach(file('large', 60 * mebi))
    expect(operations().filter((name) => name === 'GetAttachmentUploadLinks')).to.have.length(2)
  })

  it('takes bytes and text that are at hand, and the answers spread into a case', async () => {
    const files = [
      { fileName: 'note.txt', data: 'Grüße' },
      { fileName: 'bytes', data: new Uint8Array([1, 2, 3, 4]).subarray(1, 3) },
      { fileName: 'buffer', data: new Uint8Array([5]).buffer },
      { fileName: 'large', data: new Uint8Array(5 * mebi + 7) },
    ]
    expect(await arrived(...files)).to.deep.equal({
      'note.txt': 7,
      bytes: 2,
      buffer: 1,
      large: 5 * mebi + 7,
    })
  })

  it('finds files from the folder that it is told, and at home', async () => {
    file(`${directory('home')}/a`, 1)
    file(`${directory('logs')}/b`, 2)
    file('c', 3)
    expect(await arrived('~/a', 'logs/b', join(folder, 'c'))).to.deep.equal({ a: 1, b: 2, c: 3 })
  })

  describe('says all that is wrong in one line, before anything is sent:', () => {
    const rows: [string, () => string[], string][] = [
      ['no such file', () => ['none'], 'none: no such file'],
      ['a folder on the way that is a file', () => [`${file('f', 1)}/x`], 'f/x: no such file'],
      ['a directory', () => [directory('d')], 'd is a directory'],
      ['a pipe', () => [pipe('p')], 'p is not a regular file'],
      ['an empty file', () => [file('empty', 0)], 'empty is empty'],
      [
        'a file that is too large',
        () => [file('huge', 150 * mebi + 1)],
        'huge has 157286401 bytes, and at most 157286400 (150 MB) can be attached',
      ],
      [
        'the same name twice',
        () => [file('a', 1), file(`${directory('d')}/a`, 1)],
        'several files are called a',
      ],
      ['a path that is none', () => ['a\0b'], '"a\\u0000b" is no path of a file'],
      ['a name with a line break', () => ['a\nb'], '"a\\nb": no such file'],
      [
        'too many',
        () => Array.from({ length: 14 }, (_, index) => file(`f${index}`, 1)),
        '11 files are too large or too many for a set, which takes 3 of at most 5 MB; a case takes 10 such files',
      ],
      ['several', () => ['none', file('empty', 0)], 'none: no such file; empty is empty'],
    ]
    for (const [title, paths, expected] of rows) {
      it(title, async () => {
        const error = await rejection(conn.attach(...paths()))
        expect(String(error)).to.equal(`FileError: ${expected}; nothing was sent`)
        expect([operations(), asked]).to.deep.equal([[], []])
      })
    }

    it('a file that may not be read', async function () {
      if (process.getuid?.() === 0) return notRun(this, 'root may read every file')
      chmodSync(join(folder, file('locked', 1)), 0)
      expect((await rejection(conn.attach('locked'))).message).to.match(/^locked may not be read;/)
    })

    const arguments_: [string, unknown[], string][] = [
      [
        'nothing',
        [],
        'attach takes paths of files or { fileName, data }, and { signal, onProgress } at the end, not nothing',
      ],
      [
        'a list',
        [['a', 'b']],
        "attach takes paths of files or { fileName, data }, and { signal, onProgress } at the end, not [ 'a', 'b' ]",
      ],
      [
        'a misspelt option',
        ['a', { onprogress() {} }],
        'attach: Unknown option onprogress; did you mean onProgress?',
      ],
      [
        'data that is none',
        [{ fileName: 'a', data: 7 }],
        "attach takes paths of files or { fileName, data }, and { signal, onProgress } at the end, not { fileName: 'a', data: 7 }",
      ],
    ]
    for (const [title, given, expected] of arguments_) {
      it(title, async () => {
        const error = await rejection((conn.attach as (...given: unknown[]) => Promise<unknown>)(...given))
        expect(String(error)).to.equal(`InvalidInput: ${expected}`)
        expect(operations()).to.deep.equal([])
      })
    }

    it('a name that is a path', async () => {
      const error = await rejection(conn.attach({ fileName: '../a', data: 'x' }, { fileName: 'b', data: '' }))
      expect(error.message).to.equal(
        "fileName must be a name without a path, not '../a'; b is empty; nothing was sent",
      )
    })
  })

  it('is asked about once, with names and sizes', async () => {
    await conn.attach(file('large', 6 * mebi), file('a', 1))
    expect(asked).to.deep.equal([
      {
        operation: 'getAttachmentUploadLinks',
        input: {
          files: [
            { fileName: 'a', bytes: 1 },
            { fileName: 'large', bytes: 6 * mebi },
          ],
        },
        endpoint: mock.url,
        dryRun: false,
      },
    ])
    await conn.attach('a')
    expect(asked[1]).to.deep.include({
      operation: 'addAttachmentsToSet',
      input: { files: [{ fileName: 'a', bytes: 1 }] },
    })
  })

  it('sends nothing when it is refused', async () => {
    const refuse = async () => {
      throw new SupportError('WriteRefused', 'No.')
    }
    const refused = connect({ approve: refuse })
    expect(String(await rejection(refused.attach(file('a', 1))))).to.equal('WriteRefused: No.')
    expect(operations()).to.deep.equal([])
  })

  it('shows how far each file is, to the caller or else to the surroundings', async () => {
    file('large', 6 * mebi)
    await conn.attach(file('a', 10), 'large')
    const of = (name: string) => shown.filter(({ fileName }) => fileName === name)
    expect(of('a').map(({ sentBytes, totalBytes }) => [sentBytes, totalBytes])).to.deep.equal([
      [0, 10],
      [10, 10],
    ])
    const steps = of('large').map(({ sentBytes }) => sentBytes)
    expect(steps[0]).to.equal(0)
    expect(steps.at(-1)).to.equal(6 * mebi)
    expect(steps).to.deep.equal(steps.toSorted((one, other) => one - other))
    const before = shown.length
    const own: string[] = []
    await conn.attach('a', { onProgress: ({ fileName, sentBytes }) => own.push(`${fileName} ${sentBytes}`) })
    expect(own).to.deep.equal(['a 0', 'a 10'])
    expect(shown).to.have.length(before)
  })

  it('is given up when the caller says so', async () => {
    const controller = new AbortController()
    const stop = new Error('Enough')
    const onProgress = ({ sentBytes }: AttachProgress) => {
      if (sentBytes > mebi) controller.abort(stop)
    }
    const options = { signal: controller.signal, onProgress }
    expect(await conn.attach(file('large', 60 * mebi), options).catch((error) => error)).to.equal(stop)
    expect(operations()).to.deep.equal(['GetAttachmentUploadLinks'])
    expect(await conn.attach('large', options).catch((error) => error)).to.equal(stop)
  })
})
