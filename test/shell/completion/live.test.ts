/** What is read of the service for TAB, and what is said when it does not answer. */
import { expect } from 'chai'
import fc from 'fast-check'
import { SupportError } from '../../../src/client/errors.ts'
import { type Known, LiveValues } from '../../../src/shell/completion/live.ts'
import { type LiveKindName, liveKinds } from '../../../src/shell/completion/live-members.ts'
import type { Reads } from '../../../src/shell/completion/live-pages.ts'
import { FakeClock, settled } from './time.ts'

type Answer = () => unknown

interface Service {
  readonly cases?: Answer
  readonly communications?: Answer
  readonly services?: Answer
  readonly checks?: Answer
}

/** A connection that answers pages, and writes down what it is asked. */
function connectionTo({ cases, communications, services, checks }: Service, asked: unknown[][] = []): Reads {
  const none = () => ({})
  const pages = (name: string, answer: Answer = none) =>
    async function* (input: unknown, options?: { signal?: AbortSignal }) {
      asked.push([name, input])
      for (const page of [answer()].flat()) {
        options?.signal?.throwIfAborted()
        yield page
      }
    }
  const whole =
    (name: string, answer: Answer = none) =>
    async (input: unknown) => {
      asked.push([name, input])
      return answer()
    }
  return {
    paginateDescribeCases: pages('describeCases', cases),
    paginateDescribeCommunications: pages('describeCommunications', communications),
    describeServices: whole('describeServices', services),
    describeTrustedAdvisorChecks: whole('describeTrustedAdvisorChecks', checks),
  } as unknown as Reads
}

const liveIn = (service: Service, asked?: unknown[][]) =>
  new LiveValues(connectionTo(service, asked), new FakeClock())

const shown = ({ values }: Known) => values.map(({ value, note }) => `${value}  ${note}`)

const cases = () => ({
  cases: [
    {
      caseId: 'case-1',
      displayId: '111',
      subject: 'Old',
      status: 'resolved',
      timeCreated: '2026-01-01T00:00:00.000Z',
    },
    {
      caseId: 'case-2',
      displayId: '222',
      subject: 'New',
      status: 'opened',
      timeCreated: '2026-02-01T00:00:00.000Z',
    },
  ],
})

const services = () => ({
  services: [
    { code: 'ec2', name: 'Elastic Compute', categories: [{ code: 'apis', name: 'API Questions' }] },
    { code: 's3', name: 'Storage', categories: [] },
  ],
})

const file = (attachmentId: string, fileName: string) => ({ attachmentId, fileName })

describe('Live values', () => {
  it('are cases, the newest first', async () => {
    const live = liveIn({ cases })
    expect(shown(await live.get('cases'))).to.deep.equal(['case-2  New (opened)', 'case-1  Old (resolved)'])
    expect(shown(await live.get('displays'))).to.deep.equal(['222  New (opened)', '111  Old (resolved)'])
  })

  it('are read once for the ids and the numbers of cases', async () => {
    const asked: unknown[][] = []
    const live = liveIn({ cases }, asked)
    await live.get('cases')
    await live.get('displays')
    const input = { includeResolvedCases: true, includeCommunications: false, maxResults: 100 }
    expect(asked).to.deep.equal([['describeCases', input]])
  })

  it('are services, and the categories of one', async () => {
    const asked: unknown[][] = []
    const live = liveIn({ services }, asked)
    expect(shown(await live.get('services'))).to.deep.equal(['ec2  Elastic Compute', 's3  Storage'])
    expect(shown(await live.get('categories', 'ec2'))).to.deep.equal(['apis  API Questions'])
    expect(asked).to.deep.equal([['describeServices', {}]])
  })

  it('are checks with their category', async () => {
    const live = liveIn({ checks: () => ({ checks: [{ id: '7D', name: 'MFA', category: 'security' }] }) })
    expect(shown(await live.get('checks'))).to.deep.equal(['7D  MFA (security)'])
  })

  it('are attachments of the latest messages, and of those before them', async () => {
    const asked: unknown[][] = []
    const recentCommunications = {
      communications: [
        {
          attachmentSet: [file('a-2', 'new.log')],
          attachments: [file('a-2', 'new.log'), file('a-3', 'big.zip')],
        },
      ],
      nextToken: 'more',
    }
    const service = {
      cases: () => ({ cases: [{ caseId: 'case-1', subject: 'Fire', recentCommunications }] }),
      communications: () => [
        { communications: [{ attachmentSet: [file('a-2', 'new.log'), file('a-1', 'old.log')] }] },
      ],
    }
    expect(shown(await liveIn(service, asked).get('attachments'))).to.deep.equal([
      'a-2  new.log (Fire)',
      'a-3  big.zip (Fire)',
      'a-1  old.log (Fire)',
    ])
    expect(asked[1]).to.deep.equal(['describeCommunications', { caseId: 'case-1', maxResults: 100 }])
  })

  it('are not read without end', async () => {
    let pages = 0
    let ended = false
    const endless = function* () {
      try {
        for (;;) yield { cases: [{ caseId: `case-${++pages}` }] }
      } finally {
        ended = true
      }
    }
    const connection = {
      ...connectionTo({}),
      paginateDescribeCases: async function* () {
        yield* endless()
      },
    }
    const live = new LiveValues(connection as unknown as Reads, new FakeClock())
    expect((await live.get('cases')).values).to.have.length(100)
    expect({ pages, ended }).to.deep.equal({ pages: 100, ended: true })
  })

  it('are read again after a write, those that it may have changed', async () => {
    const asked: unknown[][] = []
    const live = liveIn({ cases, services }, asked)
    for (const kind of ['cases', 'services'] as const) await live.get(kind)
    live.forget()
    for (const kind of ['cases', 'services'] as const) await live.get(kind)
    expect(asked.map(([name]) => name)).to.deep.equal(['describeCases', 'describeServices', 'describeCases'])
  })

  const failing = (error: unknown) => () => {
    throw error
  }
  const denied = new SupportError('AccessDeniedException', 'No.', { statusCode: 400 })
  const messages: [
    kind: LiveKindName,
    service: Service,
    serviceCode: string | undefined,
    message: string | undefined,
  ][] = [
    ['cases', { cases }, undefined, undefined],
    ['cases', {}, undefined, 'no cases yet'],
    ['attachments', { cases }, undefined, 'no attachments yet: no case has a file'],
    ['checks', {}, undefined, 'no checks: Trusted Advisor lists none'],
    [
      'cases',
      { cases: failing(new SupportError('NetworkError', 'no route')) },
      undefined,
      'no case ids: not connected (no route)',
    ],
    ['displays', { cases: failing(denied) }, undefined, 'no display ids: AccessDeniedException (No.)'],
    ['services', { services: failing(denied) }, undefined, 'no services: AccessDeniedException (No.)'],
    ['checks', { checks: failing('x') }, undefined, 'no checks: not connected (x)'],
    [
      'categories',
      { services },
      undefined,
      'no categories: give serviceCode first, they are those of the service',
    ],
    ['categories', { services }, 'ec3', "no categories: there is no service 'ec3'"],
    ['categories', { services }, 's3', 'no categories: the service lists none'],
    ['categories', { services: failing(denied) }, 's3', 'no categories: AccessDeniedException (No.)'],
    [
      'cases',
      { cases: failing(new Error('two\nlines \u001b[31m')) },
      undefined,
      'no case ids: not connected (two lines \\x1B[31m)',
    ],
  ]
  for (const [kind, service, serviceCode, message] of messages) {
    it(message ?? 'say nothing where all is there', async () => {
      expect((await liveIn(service).get(kind, serviceCode)).message).to.equal(message)
    })
  }

  it('of a while ago are said to be old when they cannot be had', async () => {
    let isDown = false
    const live = liveIn({
      cases: () => {
        if (isDown) throw new SupportError('NetworkError', 'no route')
        return cases()
      },
    })
    await live.get('cases')
    isDown = true
    live.forget()
    const { values, message } = await live.get('cases')
    expect(values).to.have.length(2)
    expect(message).to.equal('case ids may be out of date: not connected (no route)')
  })

  it('say that they are on their way after 300 ms, and when they have come', async () => {
    const clock = new FakeClock()
    let answer: (answer: unknown) => void = () => {}
    const describeServices = () => new Promise((resolve) => (answer = resolve))
    const connection = { ...connectionTo({}), describeServices }
    const live = new LiveValues(connection as unknown as Reads, clock)
    const asked = live.get('services')
    clock.pass(300)
    const { values, message, pending } = await asked
    expect(values).to.deep.equal([])
    expect(message).to.equal('services are still being fetched; press TAB again')
    answer({ services: [{ code: 'amazon-dynamodb', name: 'DynamoDB', categories: [] }] })
    await pending
    expect(shown(await live.get('services'))).to.have.length(1)
    live.close()
    await settled()
    expect(clock.waiting).to.equal(0)
  })

  it('stand in one line and have nothing in them that a terminal obeys', async () => {
    const subject = `${'\u001b[2J\r\n\u202e'.repeat(3)}fire`
    const live = liveIn({ cases: () => ({ cases: [{ caseId: 'case-1', subject, status: 'opened' }] }) })
    const [line] = shown(await live.get('cases'))
    expect(line)
      .to.match(/fire \(opened\)$/)
      .and.not.match(/[\p{Cc}\u202e]/u)
  })

  it('are whatever of an answer can be used', async () => {
    const anything = fc.anything({ withNullPrototype: true })
    const list = fc.oneof(
      anything,
      fc.array(
        fc.oneof(
          anything,
          fc.record({
            caseId: anything,
            id: anything,
            code: anything,
            name: anything,
            categories: anything,
            recentCommunications: anything,
            timeCreated: anything,
          }),
        ),
      ),
    )
    await fc.assert(
      fc.asyncProperty(
        list,
        fc.constantFrom(...(Object.keys(liveKinds) as LiveKindName[])),
        async (each, kind) => {
          const live = liveIn({
            cases: () => ({ cases: each }),
            services: () => ({ services: each }),
            checks: () => ({ checks: each }),
          })
          const { values, message } = await live.get(kind, 's3')
          for (const { value, note } of values)
            expect([typeof value, typeof note]).to.deep.equal(['string', 'string'])
          expect(message ?? '').to.not.include('not connected')
        },
      ),
    )
  })
})
