/** Ten thousand writes over a network that fails: none is lost, none is doubled, and what is unknown is told. */
import { expect } from 'chai'
import { clientIn } from '../../src/client/connection.ts'
import { OutcomeUnknownError, SupportError } from '../../src/client/errors.ts'
import { type FaultRule, type MockEndpoint, startMockEndpoint } from '../../src/mock/index.ts'
import { generator } from '../../src/mock/random.ts'

const writes = 10_000
// As many connections at a time, each with an account of its own.
const accounts = Array.from({ length: 20 }, (_, index) => String(100_000_000_001 + index))

/** Together they befall three requests in ten. */
const share = 1 - 0.7 ** (1 / 8)
const faults: FaultRule[] = [
  { kind: 'reset' },
  { kind: 'reset', after: true },
  { kind: 'internal-error' },
  { kind: 'internal-error', after: true },
  { kind: 'unavailable', after: true },
  { kind: 'bad-gateway', after: true },
  { kind: 'throttle' },
  { kind: 'truncate' },
].map((rule) => ({ ...rule, probability: share }) as FaultRule)

type Outcome = 'done' | 'unknown' | 'refused'

interface Write {
  readonly text: string
  readonly outcome: Outcome
}

describe('Ten thousand writes, of which three in ten have an accident', () => {
  let mock: MockEndpoint
  before(async () => {
    mock = await startMockEndpoint({ port: 0, seed: 'empty', strictAuth: false, journalSize: 0, faults })
  })
  after(() => mock.close())

  it('give exactly what was asked for', async function () {
    this.timeout(240_000)
    const done = await Promise.all(
      accounts.map((account, index) => writeFor(mock.url, account, writes / accounts.length, index)),
    )
    const state = mock.state() as unknown as {
      accounts: Record<string, { cases: { subject: string; communications: { body: string }[] }[] }>
    }
    for (const [index, account] of accounts.entries()) {
      const { cases } = state.accounts[account]!
      const { created, added } = done[index]!
      const counts = (texts: string[]) => {
        const found = new Map<string, number>()
        for (const text of texts) found.set(text, (found.get(text) ?? 0) + 1)
        return found
      }
      const subjects = counts(cases.map(({ subject }) => subject))
      const bodies = counts(cases.flatMap(({ communications }) => communications.map(({ body }) => body)))
      for (const [there, asked] of [
        [subjects, created],
        [bodies, added],
      ] as const) {
        for (const { text, outcome } of asked) {
          const count = there.get(text) ?? 0
          const allowed = { done: [1], unknown: [0, 1], refused: [0] }[outcome]
          expect(allowed, `${text} is ${outcome} and there ${count} times`).to.include(count)
        }
      }
      expect(cases).to.have.length.at.most(created.length)
    }
    const all = done.flatMap(({ created, added }) => [...created, ...added])
    const share = (outcome: Outcome) => all.filter((each) => each.outcome === outcome).length / writes
    expect(all).to.have.length(writes)
    // Most of the lost ones are found; those that had no effect stay unknown, and few are throttled to the end.
    expect(share('done')).to.be.above(0.8)
    expect(share('unknown')).to.be.within(0.02, 0.2)
    expect(share('refused')).to.be.below(0.05)
  })
})

/** Cases and messages in turns, one after the other. */
async function writeFor(endpoint: string, account: string, count: number, seed: number) {
  const numbers = generator(`many writes ${seed}`)
  const env = { AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: 'any' }
  const { SupportConnection } = clientIn({
    env,
    delay: async () => {},
    random: () => numbers() / 2 ** 32,
  })
  await using conn = new SupportConnection({ endpoint, maxAttempts: 10 })
  const created: Write[] = []
  const added: Write[] = []
  let caseId: string | undefined
  for (let n = 0; n < count; n++) {
    // The other way round some would look like card numbers, which the service takes out.
    const text = `${n} of ${account}`
    if (n % 2 === 0 || caseId === undefined) {
      const input = { subject: text, communicationBody: `The text of ${text}.` }
      const outcome = await outcomeOf(conn.createCase(input), (output) => {
        caseId = output.caseId
      })
      created.push({ text, outcome })
    } else {
      const outcome = await outcomeOf(conn.addCommunicationToCase({ caseId, communicationBody: text }))
      added.push({ text, outcome })
    }
  }
  return { created, added }
}

async function outcomeOf<T>(call: Promise<T>, use: (output: T) => void = () => {}): Promise<Outcome> {
  try {
    use(await call)
    return 'done'
  } catch (error) {
    if (error instanceof OutcomeUnknownError) return 'unknown'
    if (error instanceof SupportError && error.name === 'ThrottlingException') return 'refused'
    throw error
  }
}
