/** Listings: their pages, what is on them, and what a service must not do with its tokens. */
import { expect } from 'chai'
import { SupportConnection } from '../../src/client/connection.ts'
import { metadataOf } from '../../src/client/metadata.ts'
import { type MockEndpoint, startMockEndpoint } from '../../src/mock/index.ts'
import { garbageCollector } from '../garbage-collector.ts'
import { rejection } from './rejection.ts'
import { type ScriptServer, startScriptServer } from './script-server.ts'

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }

describe('Listings', () => {
  let mock: MockEndpoint
  let conn: SupportConnection
  before(async () => {
    mock = await startMockEndpoint({ port: 0, seed: 'empty' })
    conn = new SupportConnection({ endpoint: mock.url, credentials: mock.credentials })
    for (let n = 0; n < 24; n++) await conn.createCase({ subject: `case ${n}`, communicationBody: 'Text.' })
    const { cases = [] } = await conn.describeCases({ maxResults: 10 })
    for (let n = 0; n < 24; n++) mock.agent.reply({ caseId: cases[0]!.caseId!, body: `message ${n}` })
  })
  after(async () => {
    await conn.close()
    await mock.close()
  })

  it('give cases by the page', async () => {
    const sizes: number[] = []
    for await (const page of conn.paginateDescribeCases({ maxResults: 10 })) {
      sizes.push(page.cases?.length ?? 0)
      expect(metadataOf(page)).to.have.property('requestId')
    }
    expect(sizes).to.deep.equal([10, 10, 4])
  })

  it('give cases one by one', async () => {
    const subjects: string[] = []
    for await (const { subject } of conn.paginateDescribeCases({ maxResults: 10 }).items())
      subjects.push(subject!)
    expect(subjects).to.deep.equal(Array.from({ length: 24 }, (_, n) => `case ${23 - n}`))
  })

  it('give the messages of a case, which stands bare', async () => {
    const { cases = [] } = await conn.describeCases({ maxResults: 10 })
    const bodies: string[] = []
    for await (const { body } of conn.paginateDescribeCommunications(cases[0]!.caseId!).items())
      bodies.push(body!)
    expect(bodies).to.deep.equal([...Array.from({ length: 24 }, (_, n) => `message ${23 - n}`), 'Text.'])
  })

  it('ask for no further page when the loop ends', async () => {
    const before = mock.requests().length
    for await (const each of conn.paginateDescribeCases({ maxResults: 10 }).items()) {
      if (each.subject === 'case 20') break
    }
    expect(mock.requests()).to.have.length(before + 1)
  })

  it('begin where a token says', async () => {
    const { nextToken } = await conn.describeCases({ maxResults: 10 })
    const pages = await all(conn.paginateDescribeCases({ maxResults: 10, nextToken: nextToken! }))
    expect(pages).to.have.length(2)
  })

  it('tell what is wrong with the input to whoever iterates', async () => {
    const pages = conn.paginateDescribeCases({ maxResults: 1 })
    expect((await rejection(pages.next())).name).to.equal('InvalidInput')
  })
})

describe('The tokens of a listing', () => {
  let server: ScriptServer
  afterEach(() => server.close())
  const listing = (pages: object[], filters: object) => {
    const connect = async () => {
      server = await startScriptServer(pages.map((page) => ({ status: 200, body: JSON.stringify(page) })))
      return new SupportConnection({ endpoint: server.url, credentials })
    }
    return connect().then(async (conn) => {
      await using open = conn
      return await all(open.paginateDescribeCases(filters).items())
    })
  }

  it('go back with the same filters', async () => {
    const filters = { includeResolvedCases: true, language: 'en', maxResults: 20 }
    await listing(
      [{ cases: [], nextToken: 'one' }, { cases: [{}], nextToken: 'two' }, { cases: null }],
      filters,
    )
    expect(server.received.map(({ body }) => JSON.parse(body))).to.deep.equal([
      filters,
      { ...filters, nextToken: 'one' },
      { ...filters, nextToken: 'two' },
    ])
  })

  it('end where they are empty', async () => {
    expect(await listing([{ cases: [{}], nextToken: '' }], {})).to.deep.equal([{}])
    expect(server.received).to.have.length(1)
  })

  it('stand beside a list', async () => {
    server = await startScriptServer([{ status: 200, body: '{"cases":5,"nextToken":"a"}' }])
    await using conn = new SupportConnection({ endpoint: server.url, credentials })
    expect(String(await rejection(all(conn.paginateDescribeCases().items())))).to.equal(
      'UnexpectedResponse: describeCases answered cases that are no list',
    )
  })

  it('must not come twice', async () => {
    const pages = [
      { cases: [], nextToken: 'one' },
      { cases: [], nextToken: 'one' },
    ]
    expect(String(await rejection(listing(pages, {})))).to.equal(
      'UnexpectedResponse: describeCases answered the same nextToken twice',
    )
    expect(server.received).to.have.length(2)
  })

  it('must not go in a circle', async () => {
    const pages = ['one', 'two', 'one', 'two'].map((nextToken) => ({ cases: [], nextToken }))
    expect((await rejection(listing(pages, {}))).message).to.equal(
      'describeCases answered the same nextToken twice',
    )
    expect(server.received).to.have.length(4)
  })
})

describe('A listing of 100,000 cases', () => {
  it('takes the memory of one page', async function () {
    this.timeout(60_000)
    const collect = garbageCollector()
    let page = 0
    const cases = Array.from({ length: 100 }, (_, n) => ({ caseId: `case-${n}`, subject: 'x'.repeat(500) }))
    const body = (nextToken?: string) => JSON.stringify({ cases, nextToken })
    const server = await startScriptServer(
      new Proxy([], {
        get: (_target, name) =>
          name === 'length' ? 1000 : { status: 200, body: body(++page < 1000 ? `token ${page}` : undefined) },
      }),
    )
    await using conn = new SupportConnection({ endpoint: server.url, credentials })
    const used = () => {
      server.received.length = 0
      collect()
      return process.memoryUsage().heapUsed
    }
    let [count, start] = [0, 0]
    for await (const each of conn.paginateDescribeCases({ maxResults: 100 }).items()) {
      if (each.caseId && ++count === 10_000) start = used()
    }
    expect(count).to.equal(100_000)
    expect(used() - start).to.be.below(4_000_000)
    await server.close()
  })
})
