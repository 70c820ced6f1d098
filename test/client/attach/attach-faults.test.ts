import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { expect } from 'chai'
import type { Attachable, AttachProgress } from '../../../src/client/attach/attach.ts'
import { clientIn, type SupportConnection } from '../../../src/client/connection.ts'
import { OutcomeUnknownError, type SupportError } from '../../../src/client/errors.ts'
import { type FaultRule, type MockEndpoint, startMockEndpoint } from '../../../src/mock/index.ts'
import { rejection } from '../rejection.ts'
import { type Break, type BreakingProxy, startBreakingProxy } from './breaking-proxy.ts'

const mebi = 1024 * 1024

describe('attach, when something goes wrong in the middle', () => {
  let mock: MockEndpoint
  let proxy: BreakingProxy
  let folder: string
  let large: string
  let conn: SupportConnection
  let steps: number[]

  before(async () => {
    mock = await startMockEndpoint({ port: 0, seed: 'tutorial', strictAuth: true })
  })
  after(() => mock.close())
  beforeEach(async () => {
    mock.reset()
    proxy = await startBreakingProxy(mock.url)
    folder = mkdtempSync(join(tmpdir(), 'support-repl-attach-'))
    large = join(folder, 'large.bin')
    writeFileSync(large, 'The start')
    truncateSync(large, 60 * mebi)
    steps = []
    conn = connect()
  })
  afterEach(async () => {
    await conn.close()
    await proxy.close()
    rmSync(folder, { recursive: true })
  })

  const connect = (requestTimeout = 60_000) => {
    const { accessKeyId, secretAccessKey } = mock.credentials
    const bound = clientIn({
      env: {
        AWS_ENDPOINT_URL: proxy.url,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
      },
      progress: ({ sentBytes }: AttachProgress) => steps.push(sentBytes),
      delay: async () => {
        mock.clock.advance('PT1S')
      },
    })
    return new bound.SupportConnection({ requestTimeout })
  }

  const each = Array.from({ length: 12 }, (_, index) => index + 1)
  const attachedSize = async () => {
    const attached = await conn.attach(large)
    await conn.createCase({ subject: 'Large', communicationBody: 'See the file.', ...attached })
    const { cases } = await conn.describeCases()
    const { attachmentId } = cases![0]!.recentCommunications!.communications![0]!.attachments![0]!
    const { downloadUrl } = await conn.getAttachmentDownloadLink(attachmentId!)
    return (await (await fetch(downloadUrl.url)).arrayBuffer()).byteLength
  }

  it('has four parts on their way at a time', async () => {
    await conn.attach(large)
    expect(proxy.most).to.equal(4)
    expect(proxy.parts.toSorted((one, other) => one - other)).to.deep.equal(each)
  })

  const passing: [string, Break][] = [
    ['a reset', 'reset'],
    ['SlowDown', { status: 503, body: '<Error><Code>SlowDown</Code><Message>Slow.</Message></Error>' }],
    ['an answer of a gateway', { status: 502, body: '<html>' }],
  ]
  for (const [title, broken] of passing) {
    it(`sends only the parts again that failed: ${title}`, async () => {
      proxy.breaks = (partIndex, time) => (partIndex % 5 === 0 && time < 3 ? broken : undefined)
      expect(await attachedSize()).to.equal(60 * mebi)
      const times = each.map((partIndex) => proxy.parts.filter((part) => part === partIndex).length)
      expect(times).to.deep.equal([1, 1, 1, 1, 3, 1, 1, 1, 1, 3, 1, 1])
      expect(steps.at(-1)).to.equal(60 * mebi)
    })
  }

  it('sends a part again that stands still', async () => {
    conn = connect(300)
    proxy.breaks = (partIndex, time) => (partIndex === 2 && time === 1 ? 'silence' : undefined)
    await conn.attach(large)
    expect(proxy.parts.filter((part) => part === 2)).to.have.length(2)
  })

  it('fetches links anew that have expired', async () => {
    proxy.breaks = (partIndex, time) => {
      if (partIndex === 5 && time === 1) mock.clock.advance('PT2H')
      return undefined
    }
    expect(await attachedSize()).to.equal(60 * mebi)
    const asked = mock.requests().filter(({ operation }) => operation === 'GetAttachmentUploadLinks')
    expect(asked).to.have.length.within(2, 6)
  })

  const failing: [string, Break, RegExp][] = [
    [
      'resets',
      'reset',
      /^NetworkError: Could not send part 7 of large\.bin to 127\.0\.0\.1:\d+: the connection was closed before /,
    ],
    [
      'refusals',
      { status: 400, body: '<Error><Code>EntityTooLarge</Code><Message>Too large.</Message></Error>' },
      /^EntityTooLarge: 127\.0\.0\.1:\d+ did not take part 7 of large\.bin: Too large\.$/,
    ],
    [
      'links that are never good',
      { status: 403, body: '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>' },
      /^AccessDenied: 127\.0\.0\.1:\d+ did not take part 7 of large\.bin: Request has expired$/,
    ],
    [
      'answers without an ETag',
      { status: 200 },
      /^UnexpectedResponse: 127\.0\.0\.1:\d+ did not take part 7 of large\.bin: its answer has no ETag$/,
    ],
  ]
  for (const [title, broken, expected] of failing) {
    it(`ends with one line that shows no link: ${title}`, async () => {
      proxy.breaks = (partIndex) => (partIndex === 7 ? broken : undefined)
      const error = await rejection(conn.attach(large))
      expect(String(error)).to.match(expected)
      expect(inspect(error, { showHidden: true, depth: 9 })).not.to.match(/X-Amz|Signature/)
      const before = proxy.parts.length
      await new Promise(setImmediate)
      expect(proxy.parts).to.have.length(before)
      expect(mock.requests().map(({ operation }) => operation)).not.to.include('CompleteAttachmentUpload')
    })
  }

  const rules: FaultRule[] = [
    { kind: 'reset', after: true, next: 2 },
    { kind: 'internal-error', after: true, next: 2 },
    { kind: 'throttle', next: 2 },
    { kind: 'truncate', next: 2 },
  ]
  for (const rule of rules) {
    for (const operation of ['getAttachmentUploadLinks', 'completeAttachmentUpload']) {
      it(`sends ${operation} again, which does no harm twice: ${rule.kind}`, async () => {
        mock.faults([{ ...rule, operation }])
        const data = new Uint8Array(6 * mebi)
        const attached = await conn.attach({ fileName: 'large', data }, { fileName: 'a', data: 'x' })
        expect(attached).to.have.all.keys('attachmentSetId', 'uploadIds')
        expect(attached.uploadIds).to.have.length(1)
        await conn.createCase({ subject: 'Files', communicationBody: 'See them.', ...attached })
      })
    }
  }

  it('does not fill a set twice, and says what is known of it', async () => {
    mock.faults([{ kind: 'reset', operation: 'addAttachmentsToSet' }])
    const error = await rejection(conn.attach({ fileName: 'a', data: 'x' }))
    expect(error).to.be.instanceOf(OutcomeUnknownError)
    expect(error.message).to.match(
      /; the files may be in a set: a set that no case takes goes after an hour$/,
    )
    expect(mock.requests()).to.have.length(1)
  })

  it('sends a set again that was throttled', async () => {
    mock.faults([{ kind: 'throttle', operation: 'addAttachmentsToSet', next: 2 }])
    expect(await conn.attach({ fileName: 'a', data: 'x' })).to.have.all.keys('attachmentSetId')
    expect(mock.requests()).to.have.length(3)
  })

  it('says what is known when a write that may be repeated goes on failing', async () => {
    mock.faults([{ kind: 'reset', operation: 'completeAttachmentUpload' }])
    const { message, attempts } = await rejection(conn.attach(large))
    expect(message).to.match(/; the upload may have been completed: describeAttachmentUploadStatus shows it$/)
    expect(attempts).to.equal(3)
  })

  describe('goes on where it broke off, when it is attached again', () => {
    const attachAgain = async (what: Attachable) => {
      proxy.breaks = (partIndex) => (partIndex === 7 ? { status: 404 } : undefined)
      await rejection(conn.attach(what))
      const before = proxy.parts.filter((partIndex) => partIndex !== 7)
      proxy.parts.length = 0
      proxy.breaks = () => undefined
      const attached = await conn.attach(what)
      return { before, after: [...proxy.parts], attached }
    }
    const contents: [title: string, () => Attachable][] = [
      ['a file', () => large],
      ['bytes', () => ({ fileName: 'large.bin', data: readFileSync(large) })],
    ]
    for (const [title, what] of contents) {
      it(title, async () => {
        const { before, after, attached } = await attachAgain(what())
        // Four are on their way at a time: when the seventh began, three had arrived.
        const all = new Set([...before, ...after])
        expect(after).to.include(7)
        expect(new Set(after).size).to.be.at.most(all.size - 3)
        await conn.createCase({ subject: 'Files', communicationBody: 'See them.', ...attached })
      })
    }

    it('by completing alone, when only that was missing', async () => {
      mock.faults([{ fault: 'AccessDeniedException', operation: 'completeAttachmentUpload', next: 1 }])
      await rejection(conn.attach(large))
      proxy.parts.length = 0
      expect((await conn.attach(large)).uploadIds).to.have.length(1)
      expect(proxy.parts).to.deep.equal([])
    })

    it('but begins anew when the service no longer knows it', async () => {
      proxy.breaks = (partIndex) => (partIndex === 7 ? { status: 404 } : undefined)
      await rejection(conn.attach(large))
      mock.reset()
      proxy.parts.length = 0
      proxy.breaks = () => undefined
      await conn.attach(large)
      expect(Math.min(...proxy.parts)).to.equal(1)
    })

    it('but begins anew when the file is another one', async () => {
      proxy.breaks = (partIndex) => (partIndex === 7 ? { status: 404 } : undefined)
      await rejection(conn.attach(large))
      appendFileSync(large, 'more')
      proxy.parts.length = 0
      proxy.breaks = () => undefined
      await conn.attach(large)
      expect(Math.min(...proxy.parts)).to.equal(1)
    })
  })

  const changes: [string, (path: string) => void, RegExp][] = [
    ['grows', (path) => appendFileSync(path, 'more'), /^large\.bin changed while it was read/],
    ['shrinks', (path) => truncateSync(path, mebi), /^large\.bin changed while it was read/],
    ['is written to', (path) => utimesSync(path, 1, 1), /^large\.bin changed while it was read/],
  ]
  for (const [title, change, expected] of changes) {
    it(`notices that the file ${title}`, async () => {
      proxy.breaks = (partIndex, time) => {
        if (partIndex === 6 && time === 1) change(large)
        return undefined
      }
      const error: SupportError = await rejection(conn.attach(large))
      expect(error.name).to.equal('FileError')
      expect(error.message).to.match(expected)
      expect(mock.requests().map(({ operation }) => operation)).not.to.include('CompleteAttachmentUpload')
    })
  }

  it('notices that a file is another one when it is opened', async () => {
    const bound = clientIn({
      env: { AWS_ENDPOINT_URL: proxy.url, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' },
      approve: async () => appendFileSync(large, 'while a person was thinking'),
    })
    const error = await rejection(new bound.SupportConnection().attach(large))
    expect(error.message).to.match(/^large\.bin changed while it was read/)
    expect(mock.requests()).to.deep.equal([])
  })
})
