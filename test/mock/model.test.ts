/** Random sessions, held against a simple model of the service. A failure prints its seed and the session. */
import { expect } from 'chai'
import fc from 'fast-check'
import { agentAssigns, agentReply, agentResolves } from '../../src/mock/store/agent.ts'
import type { World } from '../../src/mock/world.ts'
import { call, type Json, nine, send, testWorld } from './harness.ts'
import { type Filter, Reference } from './reference.ts'

const accounts = ['123456789012', '222222222222'] as const
const iso = (time: number) => new Date(time).toISOString()

/** Both sides of a session: every step acts on both and compares what they answer. */
class Session {
  readonly world: World = testWorld()
  readonly reference = new Reference(nine)
  #count = 0

  /** A case that there is or was in any account, by a number that is taken around; or one that never was. */
  pick(number: number): string {
    const { cases } = this.reference
    return cases[number % (cases.length + 1)]?.caseId ?? 'case-0'
  }

  /** A case of this account. */
  pickOf(account: string, number: number): string {
    const own = this.reference.cases.filter((each) => each.account === account)
    return own[number % (own.length + 1)]?.caseId ?? 'case-0'
  }

  create(account: string, language: string, times: number): void {
    for (let n = 0; n < times; n++) {
      const subject = `subject ${this.#count++}`
      const input = { subject, communicationBody: `about ${subject}`, language }
      const { caseId } = call(this.world, 'CreateCase', input, account)
      expect(this.reference.cases.map((each) => each.caseId)).not.to.include(caseId)
      this.reference.create(account, caseId, subject, language, input.communicationBody)
    }
  }

  write(account: string, caseId: string): void {
    const communicationBody = `message ${this.#count++}`
    const answer = call(this.world, 'AddCommunicationToCase', { caseId, communicationBody }, account)
    const fault = this.reference.write(account, caseId, communicationBody)
    if (fault) expect(answer.__type).to.equal(fault)
    else expect(answer).to.deep.equal({ result: true })
  }

  resolve(account: string, caseId: string): void {
    const answer = call(this.world, 'ResolveCase', { caseId }, account)
    const before = this.reference.resolve(account, caseId)
    if (before) expect(answer).to.deep.equal({ initialCaseStatus: before, finalCaseStatus: 'resolved' })
    else expect(answer.__type).to.equal('CaseIdNotFound')
  }

  agent(does: 'reply' | 'work' | 'assign' | 'resolve', accountId: string, caseId: string): void {
    const action = { caseId, accountId }
    const body = `answer ${this.#count++}`
    const act = () => {
      if (does === 'assign') agentAssigns(this.world, action)
      else if (does === 'resolve') agentResolves(this.world, action)
      else agentReply(this.world, { ...action, body, wait: does === 'reply' })
    }
    const found = this.reference.find(accountId, caseId)
    if (!found) {
      expect(act).to.throw(`There is no case ${caseId} in account ${accountId}.`)
      return
    }
    if (found.status === 'resolved' && (does === 'assign' || does === 'resolve')) {
      expect(act).to.throw(`The case ${caseId} is resolved: only a message opens it again.`)
      return
    }
    act()
    if (does === 'assign') this.reference.agentAssigns(accountId, caseId)
    else if (does === 'resolve') this.reference.resolve(accountId, caseId)
    else this.reference.agentReplies(accountId, caseId, body, does === 'reply')
  }

  move(milliseconds: number): void {
    const time = Math.max(this.reference.now + milliseconds, 0)
    const body = JSON.stringify({ set: iso(time) })
    const { statusCode } = send(this.world, { url: '/_mock/clock', headers: { host: 'localhost' }, body })
    expect(statusCode).to.equal(200)
    this.reference.moveTo(time)
  }

  /** Lists cases to the end. With `meanwhile` a case is opened before each page but the first. */
  list(account: string, filter: Filter, maxResults: number, meanwhile: boolean): void {
    const expected = this.reference.list(account, filter)
    const { afterTime, beforeTime, ...rest } = filter
    const input = {
      ...rest,
      afterTime: afterTime === undefined ? undefined : iso(afterTime),
      beforeTime: beforeTime === undefined ? undefined : iso(beforeTime),
      maxResults,
    }
    if (!expected) {
      expect(call(this.world, 'DescribeCases', input, account).__type).to.equal('CaseIdNotFound')
      return
    }
    const old = new Set(expected.map(({ caseId }) => caseId))
    const shown: Json[] = []
    for (let nextToken: string | undefined, isFirst = true; isFirst || nextToken; isFirst = false) {
      if (!isFirst && meanwhile) this.create(account, 'en', 1)
      const page = call(this.world, 'DescribeCases', { ...input, nextToken }, account)
      nextToken = page.nextToken
      if (nextToken) expect(page.cases).to.have.length(maxResults)
      else expect(page.cases).to.have.length.at.most(maxResults)
      shown.push(...page.cases)
    }
    const ids = shown.map(({ caseId }) => caseId)
    expect(new Set(ids).size).to.equal(ids.length)
    // A clock that was moved back opens cases in the past: these may come on a later page.
    if (!meanwhile) expect(ids).to.deep.equal([...old])
    const stayed = shown.filter(({ caseId }) => old.has(caseId))
    expect(stayed.map(withoutIds)).to.deep.equal(expected.map((each) => this.#wireCase(each)))
  }

  #wireCase(each: Reference['cases'][number]): Json {
    const { caseId, subject, status, language, time } = each
    const messages = this.#wireMessages(each)
    return {
      caseId,
      subject,
      status,
      serviceCode: 'general-info',
      categoryCode: 'using-aws',
      severityCode: 'low',
      submittedBy: 'jane@example.com',
      timeCreated: iso(time),
      recentCommunications: { communications: messages.slice(0, 5), hasMore: messages.length > 5 },
      ccEmailAddresses: [],
      language,
    }
  }

  #wireMessages(each: Reference['cases'][number]): Json[] {
    return this.reference.conversation(each).map(({ body, submittedBy, time }) => ({
      caseId: each.caseId,
      body,
      submittedBy,
      timeCreated: iso(time),
      attachments: [],
      attachmentSet: [],
    }))
  }

  /** Reads a conversation to the end; from the case's own token when `fromCase`. */
  read(account: string, caseId: string, maxResults: number, fromCase: boolean): void {
    const found = this.reference.find(account, caseId)
    const ask = (nextToken?: string) =>
      call(this.world, 'DescribeCommunications', { caseId, maxResults, nextToken }, account)
    if (!found) {
      expect(ask().__type).to.equal('CaseIdNotFound')
      return
    }
    const shown: Json[] = []
    let nextToken: string | undefined
    if (fromCase) {
      const input = { caseIdList: [caseId], includeResolvedCases: true }
      const recent = call(this.world, 'DescribeCases', input, account).cases[0].recentCommunications
      shown.push(...recent.communications)
      nextToken = recent.nextToken
    }
    for (let isFirst = !fromCase; isFirst || nextToken; isFirst = false) {
      const page = ask(nextToken)
      shown.push(...page.communications)
      nextToken = page.nextToken
    }
    expect(shown).to.deep.equal(this.#wireMessages(found))
  }
}

const withoutIds = ({ displayId, recentCommunications, ...rest }: Json) => ({
  ...rest,
  recentCommunications: {
    communications: recentCommunications.communications,
    hasMore: recentCommunications.nextToken !== undefined,
  },
})

const second = 1000
const day = 86_400 * second
const year = 365 * day

const account = fc.constantFrom(...accounts)
/** Which case: often one of the first, so that several steps meet on it. */
const which = fc.oneof(fc.nat(1), fc.nat(1000))
const size = fc.constantFrom(10, 11, 25, 100)
const ago = fc.option(fc.constantFrom(0, 1, second, day, 9 * day, 20 * day, 700 * day), { nil: undefined })
const distance = fc.constantFrom(
  ...[1, second, 9 * day, 10 * day, 13 * day, 14 * day, 14 * day + 1, year, 2 * year, 2 * year + day],
  ...[-second, -day],
)

/** A step of a session. It is printed by its name and its numbers. */
const steps = {
  create: fc.tuple(account, fc.constantFrom('en', 'ja'), fc.integer({ min: 1, max: 12 })),
  write: fc.tuple(account, which),
  resolve: fc.tuple(account, which),
  agent: fc.tuple(fc.constantFrom('reply', 'reply', 'work', 'assign', 'resolve' as const), account, which),
  move: fc.tuple(distance),
  comeBack: fc.tuple(fc.constantFrom('resolve', 'reply' as const), account, which, distance),
  list: fc.tuple(
    account,
    fc.record({
      includeResolvedCases: fc.option(fc.boolean(), { nil: undefined }),
      language: fc.option(fc.constantFrom('en', 'ja', 'ko'), { nil: undefined }),
      after: ago,
      before: ago,
      among: fc.option(fc.array(which, { maxLength: 15 }), { nil: undefined, freq: 2 }),
    }),
    size,
    fc.boolean(),
  ),
  read: fc.tuple(account, which, size, fc.boolean()),
}

type Steps = { [K in keyof typeof steps]: (typeof steps)[K] extends fc.Arbitrary<infer V> ? V : never }

const act: { [K in keyof Steps]: (session: Session, ...values: Extract<Steps[K], unknown[]>) => void } = {
  create: (session, where, language, times) => session.create(where, language, times),
  write: (session, where, which) => session.write(where, session.pick(which)),
  resolve: (session, where, which) => session.resolve(where, session.pick(which)),
  agent: (session, does, where, which) => session.agent(does, where, session.pick(which)),
  move: (session, by) => session.move(by),
  // What chance alone seldom does: the same case is left, and written to after a while.
  comeBack: (session, after, where, number, by) => {
    const caseId = session.pickOf(where, number)
    session.agent(after, where, caseId)
    session.move(by)
    session.write(where, caseId)
  },
  list: (session, where, { after, before, among, ...rest }, maxResults, meanwhile) => {
    const { now } = session.reference
    const filter = {
      ...rest,
      afterTime: after === undefined ? undefined : now - after,
      beforeTime: before === undefined ? undefined : now - before,
      // Of the own account for the most part: one foreign case makes the whole list a fault.
      caseIdList: among?.map((which) => session.pick(which)).filter(ofAccount(where)),
    }
    session.list(where, filter, maxResults, meanwhile)
  },
  read: (session, where, which, maxResults, fromCase) =>
    session.read(where, session.pick(which), maxResults, fromCase),
}

const ofAccount = (id: string) => (caseId: string) => caseId.startsWith(`case-${id}`)

const step = fc.oneof(
  ...Object.entries(steps).map(([name, values]) => ({
    arbitrary: fc.tuple(fc.constant(name as keyof Steps), values),
    weight: name === 'move' ? 3 : 2,
  })),
)

describe('the mock and a simple model of the service', () => {
  it('agree in any session', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (taken) => {
        const session = new Session()
        for (const [name, values] of taken) (act[name] as (...args: unknown[]) => void)(session, ...values)
        for (const where of accounts) {
          session.list(where, { includeResolvedCases: true }, 10, false)
          for (const { caseId } of session.reference.cases) session.read(where, caseId, 10, true)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('agree over a long session in which nothing is taken back', () => {
    const session = new Session()
    const [random] = fc.sample(fc.array(fc.nat(1000), { minLength: 600, maxLength: 600 }), {
      numRuns: 1,
      seed: 20260801,
    })
    for (const [n, number] of random!.entries()) {
      const where = accounts[number % 2]!
      const which = session.pick(number)
      if (n % 3 === 0) session.create(where, number % 5 === 0 ? 'ja' : 'en', 1)
      else if (number % 7 === 0) session.agent('reply', where, which)
      else if (number % 7 === 1) session.resolve(where, which)
      else if (number % 7 === 2) session.move(number * 1_000_000)
      else session.write(where, which)
    }
    for (const where of accounts) {
      session.list(where, {}, 10, false)
      session.list(where, { includeResolvedCases: true }, 10, true)
      session.list(where, { language: 'ja' }, 25, false)
    }
  })
})
