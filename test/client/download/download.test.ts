/** Downloads: whole and verified, or not there. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { expect } from 'chai'
import { clientIn, SupportConnection } from '../../../src/client/connection.ts'
import type { DownloadProgress } from '../../../src/client/download/download.ts'
import { startMockEndpoint } from '../../../src/mock/index.ts'
import { rejection } from '../rejection.ts'
import { type Break, type LinkServer, startLinkServer } from './link-server.ts'

const mebi = 1024 * 1024
/** Three parts, of which no two are alike. */
const file = new Uint8Array(17 * mebi).map((_, index) => (index * 7919) >>> 8)
const md5 = createHash('md5').update(file).digest('hex')

describe('A download', function () {
  this.timeout(60_000)
  let server: LinkServer
  let conn: SupportConnection
  let folder: string

  beforeEach(async () => {
    server = await startLinkServer(file, 'large.bin')
    const client = clientIn({ env: {}, delay: async () => {} })
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
    conn = new client.SupportConnection({ endpoint: server.url, credentials, requestTimeout: 2000 })
    folder = mkdtempSync(join(tmpdir(), 'support-repl-download-'))
  })
  afterEach(async () => {
    await conn.close()
    await server.close()
    rmSync(folder, { recursive: true })
  })

  it('gives the bytes, in parts, and tells how far it is', async () => {
    const told: DownloadProgress[] = []
    const { fileName, data } = await conn.download('attachment-1', { onProgress: (each) => told.push(each) })
    expect(fileName).to.equal('large.bin')
    expect(Buffer.compare(data, file)).to.equal(0)
    expect([...server.ranges].sort()).to.deep.equal([
      'bytes=0-0',
      'bytes=0-8388607',
      'bytes=16777216-17825791',
      'bytes=8388608-16777215',
    ])
    const received = told.map(({ receivedBytes }) => receivedBytes)
    expect(received).to.deep.equal([...received].sort((a, b) => a - b))
    expect(told.at(-1)).to.deep.equal({ fileName, receivedBytes: file.length, totalBytes: file.length })
  })

  it('writes a file, into a folder by its own name', async () => {
    const { path, bytes } = await conn.download('attachment-1', folder)
    expect([path, bytes]).to.deep.equal([join(folder, 'large.bin'), file.length])
    expect(Buffer.compare(readFileSync(path), file)).to.equal(0)
    expect(readdirSync(folder)).to.deep.equal(['large.bin'])
  })

  it('writes a file by the name that it is given', async () => {
    const { path } = await conn.download('attachment-1', join(folder, 'mine'))
    expect(path).to.equal(join(folder, 'mine'))
  })

  it('writes a file into the home directory, as attach reads one there', async () => {
    const { SupportConnection: At } = clientIn({ env: { HOME: folder } })
    const home = new At({ endpoint: server.url, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } })
    expect((await home.download('attachment-1', '~/mine')).path).to.equal(join(folder, 'mine'))
    expect((await home.download('attachment-1', '~')).path).to.equal(join(folder, 'large.bin'))
    await home.close()
  })

  it('replaces nothing by a name that somebody else has given', async () => {
    writeFileSync(join(folder, 'large.bin'), 'mine')
    const [one, other] = await Promise.all([
      conn.download('attachment-1', folder),
      conn.download('attachment-1', folder),
    ])
    const names = ['large (1).bin', 'large (2).bin', 'large.bin']
    expect([one.path, other.path].sort()).to.deep.equal(names.slice(0, 2).map((name) => join(folder, name)))
    expect(readdirSync(folder).sort()).to.deep.equal(names)
    expect(readFileSync(join(folder, 'large.bin'), 'utf8')).to.equal('mine')
    expect(Buffer.compare(readFileSync(other.path), file)).to.equal(0)
  })

  it('replaces the file that is named, where a link leads to, and keeps who may read it', async () => {
    const real = join(folder, 'real')
    writeFileSync(real, 'old', { mode: 0o600 })
    symlinkSync('real', join(folder, 'link'))
    const { path } = await conn.download('attachment-1', join(folder, 'link'))
    expect(path).to.equal(realpathSync(real))
    expect(Buffer.compare(readFileSync(real), file)).to.equal(0)
    expect(statSync(real).mode & 0o777).to.equal(0o600)
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).to.equal(true)
    expect(readdirSync(folder).sort()).to.deep.equal(['link', 'real'])
  })

  it('leaves a pipe a pipe', async () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    expect(String(await rejection(conn.download('attachment-1', pipe)))).to.equal(
      `FileError: ${pipe} is not a regular file`,
    )
    expect(lstatSync(pipe).isFIFO()).to.equal(true)
  })

  it('writes a name as long as names can be', async () => {
    const path = join(folder, 'x'.repeat(255))
    expect(await conn.download('attachment-1', path)).to.include({ path })
  })

  it('ends with the connection, and leaves nothing behind', async () => {
    server.breaks = (request) => (request > 0 ? 'silence' : undefined)
    const call = conn.download('attachment-1', folder, { onProgress: () => {} })
    const closing = async () => {
      while (server.ranges.length < 2) await new Promise(setImmediate)
      await conn.close()
    }
    const [error] = await Promise.all([rejection(call), closing()])
    expect(error.name).to.equal('ConnectionClosed')
    expect(readdirSync(folder)).to.deep.equal([])
  })

  const secret = 'X-Amz-Signature=SECRET'
  const odd: [title: string, says: object, message: string][] = [
    ['nothing', {}, 'The service gave no link to the attachment, and its name'],
    [
      'no name',
      { downloadUrl: { url: `https://127.0.0.1/?${secret}` } },
      'The service gave no link to the attachment, and its name',
    ],
    [
      'a link that is none',
      { fileName: 'a', downloadUrl: { url: `http://[?${secret}` } },
      'The service gave no link to the attachment, and its name',
    ],
    [
      'a link to something else',
      { fileName: 'a', downloadUrl: { url: `file:///etc/passwd?${secret}` } },
      'The service gave no link to the attachment, and its name',
    ],
  ]
  for (const [title, says, message] of odd) {
    it(`is refused where the service gives ${title}`, async () => {
      server.says = says
      const error = await rejection(conn.download('attachment-1'))
      expect(String(error)).to.equal(`UnexpectedResponse: ${message}`)
      expect(inspect(error, { showHidden: true, depth: 9 })).not.to.include('SECRET')
    })
  }

  it('is refused where there is no memory for it', async () => {
    const bytes = Number.MAX_SAFE_INTEGER
    server.headers = { 'content-range': `bytes 0-0/${bytes}` }
    expect(String(await rejection(conn.download('attachment-1')))).to.equal(
      `FileError: The attachment has ${bytes} bytes, for which there is no memory: name a file to write it to`,
    )
  })

  const last = 'bytes=16777216-17825791'
  const once =
    (broken: Break) =>
    (_request: number, range: string | undefined): Break =>
      range === last && server.ranges.filter((each) => each === last).length === 1 ? broken : undefined

  const passing: [title: string, broken: Break, rest: string][] = [
    ['goes on where the connection broke off', { after: 1000 }, 'bytes=16778216-17825791'],
    ['asks again after a failure of the host', { status: 503 }, last],
    ['asks for another link when that is spent', { status: 403 }, last],
  ]
  for (const [title, broken, rest] of passing) {
    it(title, async () => {
      server.breaks = once(broken)
      const { data } = await conn.download('attachment-1')
      expect(Buffer.compare(data, file)).to.equal(0)
      expect(server.ranges.at(-1)).to.equal(rest)
      expect(server.links).to.equal(
        broken && typeof broken === 'object' && 'status' in broken && broken.status === 403 ? 2 : 1,
      )
    })
  }

  it('counts no attempt that brought something', async () => {
    server.breaks = (request) => (request > 0 && request < 12 ? { after: 100_000 } : undefined)
    const { data } = await conn.download('attachment-1')
    expect(Buffer.compare(data, file)).to.equal(0)
  })

  it('takes the whole from a host that knows no ranges', async () => {
    server.withRanges = false
    const { data } = await conn.download('attachment-1')
    expect(Buffer.compare(data, file)).to.equal(0)
    expect(server.ranges).to.deep.equal(['bytes=0-0', undefined])
  })

  it('takes what is kept as it is, also where it is compressed', async () => {
    server.headers = { 'content-encoding': 'gzip' }
    const { data } = await conn.download('attachment-1')
    expect(Buffer.compare(data, file)).to.equal(0)
    expect([...server.codings]).to.deep.equal([undefined])
  })

  it('is compared with the digest of the whole', async () => {
    server.headers = { etag: `"${md5}"` }
    expect((await conn.download('attachment-1')).data).to.have.length(file.length)
    server.headers = { etag: `"${'0'.repeat(32)}"` }
    expect(String(await rejection(conn.download('attachment-1', folder)))).to.equal(
      'UnexpectedResponse: large.bin did not arrive as it was kept: download it again',
    )
    server.headers = { etag: `"${'0'.repeat(32)}"`, 'x-amz-server-side-encryption': 'aws:kms' }
    expect((await conn.download('attachment-1')).data).to.have.length(file.length)
    expect(readdirSync(folder)).to.deep.equal([])
  })

  const failing: [title: string, set: () => void, message: RegExp][] = [
    [
      'a host that refuses',
      () => {
        server.breaks = () => ({
          status: 404,
          body: '<Error><Code>NoSuchKey</Code><Message>Gone.</Message></Error>',
        })
      },
      /^NoSuchKey: 127\.0\.0\.1:\d+ did not give the attachment: Gone\.$/,
    ],
    [
      'a link that is spent again and again',
      () => {
        server.breaks = () => ({
          status: 403,
          body: '<Error><Code>AccessDenied</Code><Message>Expired</Message></Error>',
        })
      },
      /^AccessDenied: 127\.0\.0\.1:\d+ did not give the attachment: Expired$/,
    ],
    [
      'a file that is another one in the middle',
      () => {
        server.breaks = (request) => {
          server.headers = { etag: `"${request < 2 ? 'one' : 'other'}"` }
          return undefined
        }
      },
      /^UnexpectedResponse: The attachment changed while it was downloaded: download it again$/,
    ],
  ]
  for (const [title, set, message] of failing) {
    it(`leaves nothing behind, and shows no link: ${title}`, async () => {
      set()
      const error = await rejection(conn.download('attachment-1', folder))
      expect(String(error)).to.match(message)
      expect(inspect(error, { showHidden: true, depth: 9 })).not.to.match(/SECRET/)
      expect(readdirSync(folder)).to.deep.equal([])
    })
  }

  it('can be given up, and then leaves nothing behind', async () => {
    const controller = new AbortController()
    const onProgress = () => controller.abort('Enough')
    const call = conn.download('attachment-1', folder, { signal: controller.signal, onProgress })
    expect(await call.catch((error) => error)).to.equal('Enough')
    expect(readdirSync(folder)).to.deep.equal([])
  })

  it('says which file cannot be written', async () => {
    const path = join(folder, 'none', 'file')
    expect(String(await rejection(conn.download('attachment-1', path)))).to.equal(
      `FileError: ${path} cannot be written: ENOENT`,
    )
  })
})

describe('A download of what was attached', () => {
  const names: [fileName: string, written: string][] = [
    ['note.txt', 'note.txt'],
    ['Übersicht 日本.txt', 'Übersicht 日本.txt'],
  ]
  for (const [fileName, written] of names) {
    it(`is the same: ${fileName}`, async () => {
      const mock = await startMockEndpoint({ port: 0 })
      const folder = mkdtempSync(join(tmpdir(), 'support-repl-download-'))
      {
        await using conn = new SupportConnection({ endpoint: mock.url, credentials: mock.credentials })
        const files = await conn.attach({ fileName, data: 'Content.' })
        const { caseId } = await conn.createCase({ subject: 'a', communicationBody: 'b', ...files })
        const { communications = [] } = await conn.describeCommunications(caseId!)
        const { attachmentId } = communications[0]!.attachmentSet![0]!
        const { path } = await conn.download(attachmentId!, folder)
        expect(path).to.equal(join(folder, written))
        expect(readFileSync(path, 'utf8')).to.equal('Content.')
      }
      rmSync(folder, { recursive: true })
      await mock.close()
    })
  }

  it('never leaves its folder, whatever it is called', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'support-repl-download-'))
    for (const [fileName, expected] of [
      ['../../evil', 'evil'],
      ['/etc/passwd', 'passwd'],
      ['a\\b.txt', 'b.txt'],
      ['..', undefined],
    ] as const) {
      const server = await startLinkServer(new Uint8Array([1]), fileName)
      await using conn = new SupportConnection({
        ...{ endpoint: server.url, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } },
      })
      const call = conn.download('attachment-1', folder)
      if (expected) expect((await call).path).to.equal(join(folder, expected))
      else expect((await rejection(call)).message).to.match(/^The attachment is called "\.\."/)
      await server.close()
    }
    rmSync(folder, { recursive: true })
  })
})
