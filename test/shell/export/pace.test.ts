/** Calls at a pace, on a clock that only waiting moves. */
import { expect } from 'chai'
import { SupportError } from '../../../src/client/errors.ts'
import { Pace } from '../../../src/shell/export/pace.ts'

const throttled = () =>
  new SupportError('ThrottlingException', 'Throttle limit exceeded.', { statusCode: 400 })

describe('A pace', () => {
  let time: number
  let log: string[]
  let stop: AbortController

  const pace = (interval: number) =>
    new Pace({
      interval,
      now: () => time,
      signal: stop.signal,
      delay: async (milliseconds, signal) => {
        time += milliseconds
        signal?.throwIfAborted()
      },
      onWait: ({ name }, milliseconds) => log.push(`${time}: ${name}, ${milliseconds} ms`),
    })

  /** A call that takes so long, and fails with these before it succeeds. */
  const call =
    (name: string, takes: number, ...errors: unknown[]) =>
    async () => {
      log.push(`${time}: ${name}`)
      time += takes
      const error = errors.shift()
      if (error) throw error
      return name
    }

  beforeEach(() => {
    time = 0
    log = []
    stop = new AbortController()
  })

  it('leaves some time from the start of one call to that of the next', async () => {
    const four = pace(250)
    for (const [name, takes] of [
      ['a', 10],
      ['b', 300],
      ['c', 0],
      ['d', 0],
    ] as const)
      await four.run(call(name, takes))
    expect(log).to.deep.equal(['0: a', '250: b', '550: c', '800: d'])
  })

  it('tries again what may succeed later, and waits longer each time', async () => {
    expect(await pace(250).run(call('a', 0, throttled(), throttled()))).to.equal('a')
    expect(log).to.deep.equal([
      '0: a',
      '0: ThrottlingException, 1000 ms',
      '1000: a',
      '1000: ThrottlingException, 2000 ms',
      '3000: a',
    ])
  })

  it('waits for as long as the service asks', async () => {
    const error = new SupportError('ThrottlingException', 'Later.', { statusCode: 400, retryAfter: 5000 })
    await pace(0).run(call('a', 0, error))
    expect(log).to.include('0: ThrottlingException, 5000 ms')
  })

  it('gives up after some minutes', async () => {
    const errors = Array.from({ length: 20 }, throttled)
    const rejected = await pace(0)
      .run(call('a', 0, ...errors))
      .catch((error: Error) => error)
    expect(rejected).to.have.property('name', 'ThrottlingException')
    expect(time / 60_000).to.be.within(2, 5)
  })

  it('does not try again what fails for good', async () => {
    const error = new SupportError('AccessDeniedException', 'No.', { statusCode: 400 })
    expect(
      await pace(0)
        .run(call('a', 0, error))
        .catch((each) => each),
    ).to.equal(error)
    expect(log).to.deep.equal(['0: a'])
  })

  it('ends at once when it is given up, also while it waits', async () => {
    const reason = new Error('stopped')
    const four = pace(250)
    await four.run(call('a', 0))
    stop.abort(reason)
    expect(await four.run(call('b', 0)).catch((each) => each)).to.equal(reason)
    expect(log).to.deep.equal(['0: a'])
  })
})
