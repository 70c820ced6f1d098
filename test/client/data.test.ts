/** The forms in which bytes are given: all of them arrive as the same base64. */
import { Readable } from 'node:stream'
import { expect } from 'chai'
import { SupportConnection } from '../../src/client/connection.ts'
import type { Data } from '../../src/client/data.ts'
import { type MockEndpoint, startMockEndpoint } from '../../src/mock/index.ts'
import { rejection } from './rejection.ts'

const text = 'Zeilen, \u{1f600} und mehr.\n'
const bytes = new TextEncoder().encode(text)

const forms: [title: string, data: () => Data][] = [
  ['a Uint8Array', () => bytes],
  ['a part of a larger one', () => new Uint8Array([0, ...bytes, 0]).subarray(1, bytes.length + 1)],
  ['a Buffer', () => Buffer.from(bytes)],
  ['an ArrayBuffer', () => bytes.slice().buffer],
  ['a text', () => text],
  ['a Blob', () => new Blob([bytes])],
  ['a stream of Node', () => Readable.from([bytes.subarray(0, 7), bytes.subarray(7)])],
  ['a stream of texts', () => Readable.from(['Zeilen, ', '\u{1f600} und mehr.\n'])],
  ['a stream of the web', () => new Blob([bytes]).stream()],
]

describe('A stream that never ends', () => {
  const never = () => new Readable({ read() {} })
  const reading = async (stream: Readable) => {
    while (stream.listenerCount('readable') === 0) await new Promise(setImmediate)
  }
  const connect = () =>
    new SupportConnection({
      ...{ endpoint: 'http://127.0.0.1:1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } },
    })
  const calls = {
    addAttachmentsToSet: (conn: SupportConnection, data: Data, signal?: AbortSignal) =>
      conn.addAttachmentsToSet({ attachments: [{ fileName: 'a', data: data as Uint8Array }] }, { signal }),
    attach: (conn: SupportConnection, data: Data, signal?: AbortSignal) =>
      conn.attach({ fileName: 'a', data }, { signal }),
  }
  for (const [name, call] of Object.entries(calls)) {
    it(`is left when ${name} is given up`, async () => {
      const [giving, stream] = [new AbortController(), never()]
      const asking = call(connect(), stream, giving.signal).catch((error) => error)
      await reading(stream)
      giving.abort('Enough')
      expect(await asking).to.equal('Enough')
      expect(stream.destroyed).to.equal(true)
    })

    it(`is left by ${name} when the connection is closed`, async () => {
      const [conn, stream] = [connect(), never()]
      const asking = rejection(call(conn, stream))
      await reading(stream)
      await conn.close()
      expect((await asking).name).to.equal('ConnectionClosed')
      expect(stream.destroyed).to.equal(true)
    })
  }

  it('takes no longer than a call may', async () => {
    const attachments = [{ fileName: 'a', data: never() as unknown as Uint8Array }]
    const error = await rejection(connect().addAttachmentsToSet({ attachments }, { callTimeout: 20 }))
    expect(String(error)).to.equal('TimeoutError: addAttachmentsToSet was not done within 20 ms')
  })
})

describe('Bytes are taken as', () => {
  let mock: MockEndpoint
  let conn: SupportConnection
  before(async () => {
    mock = await startMockEndpoint({ port: 0 })
    conn = new SupportConnection({ endpoint: mock.url, credentials: mock.credentials })
  })
  after(async () => {
    await conn.close()
    await mock.close()
  })

  /** What arrived, read back from the case. */
  const readBack = async (attachmentSetId: string | undefined) => {
    const about = { subject: 'Data', communicationBody: 'See it.', attachmentSetId: attachmentSetId! }
    const { caseId } = await conn.createCase(about)
    const { communications = [] } = await conn.describeCommunications(caseId!)
    const { attachmentId } = communications[0]!.attachmentSet![0]!
    return (await conn.describeAttachment(attachmentId!)).attachment!.data
  }

  for (const [title, data] of forms) {
    it(`${title}, by addAttachmentsToSet`, async () => {
      const attachments = [{ fileName: 'a.txt', data: data() }]
      const { attachmentSetId } = await conn.addAttachmentsToSet({ attachments })
      expect(await readBack(attachmentSetId)).to.deep.equal(bytes)
    })

    it(`${title}, by attach`, async () => {
      const { attachmentSetId } = await conn.attach({ fileName: 'a.txt', data: data() })
      expect(await readBack(attachmentSetId)).to.deep.equal(bytes)
    })
  }

  const refused: [title: string, data: unknown, message: RegExp][] = [
    ['a number', 7, /^attachments\[0\]\.data must be a Uint8Array, not 7$/],
    ['a list of numbers', [1, 2], /^attachments\[0\]\.data must be a Uint8Array, not \[ 1, 2 \]$/],
    ['a stream of objects', Readable.from([{}]), /^attachments\[0\]\.data holds something that is no bytes$/],
  ]
  for (const [title, data, message] of refused) {
    it(`not ${title}`, async () => {
      const before = mock.requests().length
      const attachments = [{ fileName: 'a.txt', data: data as Data }]
      expect((await rejection(conn.addAttachmentsToSet({ attachments }))).message).to.match(message)
      expect(mock.requests()).to.have.length(before)
    })
  }

  it('no stream that goes on for ever', async () => {
    async function* endless() {
      for (;;) yield new Uint8Array(8 * 1024 * 1024)
    }
    expect((await rejection(conn.attach({ fileName: 'endless', data: endless() }))).message).to.equal(
      'endless has more than 157286400 bytes (150 MB); nothing was sent',
    )
  })
})
