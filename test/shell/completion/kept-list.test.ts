/** A list that is fetched in the background: what a TAB sees of it, and when. */
import { expect } from 'chai'
import { type Kept, KeptList, type LiveValue } from '../../../src/shell/completion/kept-list.ts'
import { FakeClock, settled } from './time.ts'

/** A service whose pages come when the test says so. */
class PagedService {
  /** Every fetch that was begun, and how many pages it has asked for. */
  readonly fetches: { pages: number; signal: AbortSignal; ended: boolean }[] = []
  #answer: ((page: readonly LiveValue[] | Error | undefined) => void) | undefined

  readonly pages = async function* (this: PagedService, signal: AbortSignal) {
    const fetch = { pages: 0, signal, ended: false }
    this.fetches.push(fetch)
    try {
      for (;;) {
        fetch.pages++
        const page = await new Promise<readonly LiveValue[] | Error | undefined>((resolve, reject) => {
          this.#answer = resolve
          signal.addEventListener('abort', () => reject(signal.reason))
        })
        if (page instanceof Error) throw page
        if (!page) return
        yield page
      }
    } finally {
      fetch.ended = true
    }
  }.bind(this)

  /** A page of values; an error, or the end, when there are none. */
  async answer(page?: readonly LiveValue[] | Error): Promise<void> {
    this.#answer!(page)
    await settled()
  }
}

interface Dated extends LiveValue {
  readonly time: string
}

/** `b3` was made at the time 3. */
const dated = (...values: string[]): Dated[] =>
  values.map((value) => ({ value, note: '', time: value.slice(1) }))

const plain = (...values: string[]): LiveValue[] => values.map((value) => ({ value, note: '' }))

const names = ({ values }: Kept<LiveValue>) => values.map(({ value }) => value)

type Asked = Pick<KeptList<LiveValue>, 'get' | 'outdate' | 'close'>

/** What a TAB shows, once it shows something; `waits` until then. */
function press(list: Asked) {
  const press: { kept?: Kept<LiveValue>; shown: Promise<Kept<LiveValue>> } = { shown: list.get() }
  void press.shown.then((kept) => {
    press.kept = kept
  })
  return press
}

const second = 1000

describe('A list that is kept', () => {
  let clock: FakeClock
  let service: PagedService
  let list: Asked

  beforeEach(() => {
    clock = new FakeClock()
    service = new PagedService()
    list = new KeptList({ pages: service.pages, lifetime: 30 * second, clock })
  })

  afterEach(() => expect(clock.waiting).to.equal(0))

  const fill = async (...pages: LiveValue[][]) => {
    const tab = press(list)
    for (const page of pages) await service.answer(page)
    await service.answer()
    return tab.shown
  }

  it('is not fetched before somebody asks', async () => {
    await settled()
    expect(service.fetches).to.deep.equal([])
  })

  it('waits for all of it, and shows it', async () => {
    const tab = press(list)
    await service.answer(plain('a'))
    expect(tab.kept).to.equal(undefined)
    await service.answer(plain('b'))
    await service.answer()
    expect(tab.kept).to.deep.include({ fetching: false, failure: undefined })
    expect(names(tab.kept!)).to.deep.equal(['a', 'b'])
  })

  it('waits 300 ms, shows what has come, and goes on', async () => {
    const tab = press(list)
    await service.answer(plain('a'))
    clock.pass(299)
    await settled()
    expect(tab.kept).to.equal(undefined)
    clock.pass(1)
    expect(await tab.shown).to.deep.include({ values: plain('a'), fetching: true })
    await service.answer(plain('b'))
    await service.answer()
    expect(names(await list.get())).to.deep.equal(['a', 'b'])
    expect(service.fetches).to.have.length(1)
  })

  it('is fetched once for those who ask at the same time', async () => {
    const tabs = [press(list), press(list)]
    await service.answer(plain('a'))
    await service.answer()
    for (const tab of tabs) expect(names(await tab.shown)).to.deep.equal(['a'])
    expect(service.fetches).to.have.length(1)
  })

  it('lives for a while', async () => {
    await fill(plain('a'))
    clock.pass(30 * second - 1)
    expect(names(await list.get())).to.deep.equal(['a'])
    expect(service.fetches).to.have.length(1)
  })

  it('is shown at once when it is a little old, and renewed meanwhile', async () => {
    await fill(plain('a'))
    clock.pass(30 * second)
    expect(await list.get()).to.deep.include({ values: plain('a'), fetching: true })
    await service.answer(plain('b'))
    await service.answer()
    expect(await list.get()).to.deep.include({ values: plain('b'), fetching: false })
  })

  it('is waited for when it is very old', async () => {
    await fill(plain('a'))
    clock.pass(300 * second)
    const tab = press(list)
    await settled()
    expect(tab.kept).to.equal(undefined)
    await service.answer(plain('b'))
    expect(names(await tab.shown)).to.deep.equal(['b', 'a'])
    await service.answer()
    expect(names(await list.get())).to.deep.equal(['b'])
  })

  it('is fetched again when something has changed, and shown with the first page', async () => {
    await fill(plain('b', 'a'))
    list.outdate()
    const tab = press(list)
    await service.answer(plain('c', 'b'))
    expect(await tab.shown).to.deep.include({ fetching: true })
    expect(names(tab.kept!)).to.deep.equal(['c', 'b', 'a'])
    await service.answer()
  })

  it('gives up what is under way when something has changed', async () => {
    const tab = press(list)
    list.outdate()
    expect(await tab.shown).to.deep.include({ values: [], failure: undefined })
    expect(service.fetches[0]).to.deep.include({ ended: true })
    expect(service.fetches[0]!.signal.aborted).to.equal(true)
  })

  it('says why it cannot be had, and rests for two seconds', async () => {
    const failure = new Error('no route')
    const tab = press(list)
    await service.answer(failure)
    expect(await tab.shown).to.deep.equal({ values: [], fetching: false, failure })
    clock.pass(1999)
    expect(await list.get()).to.deep.include({ failure })
    expect(service.fetches).to.have.length(1)
    clock.pass(1)
    const again = press(list)
    await service.answer(plain('a'))
    await service.answer()
    expect(await again.shown).to.deep.equal({ values: plain('a'), fetching: false, failure: undefined })
  })

  it('shows what came before it failed, and what was known before', async () => {
    await fill(plain('a'))
    list.outdate()
    const tab = press(list)
    await service.answer(plain('b'))
    await service.answer(new Error('no route'))
    await tab.shown
    expect(names(await list.get())).to.deep.equal(['b', 'a'])
  })

  it('takes a value once that comes on two pages', async () => {
    expect(names(await fill(plain('a', 'b'), plain('b', 'c')))).to.deep.equal(['a', 'b', 'c'])
  })

  it('gives up when it is closed', async () => {
    const tab = press(list)
    list.close()
    await tab.shown
    expect(service.fetches[0]!.ended).to.equal(true)
  })

  describe('to which only newer values are added', () => {
    beforeEach(() => {
      const pages = service.pages as (signal: AbortSignal) => AsyncIterable<Dated[]>
      list = new KeptList({ pages, lifetime: 30 * second, clock, time: ({ time }) => time })
    })

    it('shows the newest first, in whatever order the service has them', async () => {
      expect(names(await fill(dated('a1', 'b3'), dated('c2')))).to.deep.equal(['b3', 'c2', 'a1'])
    })

    it('is read no further than to what is known', async () => {
      await fill(dated('e5', 'd4'), dated('c3', 'b2'), dated('a1'))
      clock.pass(30 * second)
      await list.get()
      await service.answer(dated('f6', 'e5'))
      await service.answer(dated('d4', 'c3'))
      await service.answer(dated('b2', 'a1'))
      expect(service.fetches[1]).to.deep.include({ pages: 3, ended: true })
      expect(names(await list.get())).to.deep.equal(['f6', 'e5', 'd4', 'c3', 'b2', 'a1'])
    })

    it('forgets what is gone from the part that was read', async () => {
      await fill(dated('e5', 'd4'), dated('c3', 'b2'), dated('a1'))
      list.outdate()
      const tab = press(list)
      await service.answer(dated('d4', 'c3'))
      await tab.shown
      await service.answer(dated('b2'))
      expect(names(await list.get())).to.deep.equal(['d4', 'c3', 'b2', 'a1'])
    })

    it('forgets what is gone when the service lists less than was known', async () => {
      await fill(dated('c3', 'b2', 'a1'))
      list.outdate()
      const tab = press(list)
      await service.answer(dated('b2'))
      await service.answer()
      await tab.shown
      expect(names(await list.get())).to.deep.equal(['b2'])
    })

    it('is read to its end where the service has another order', async () => {
      await fill(dated('a1', 'b2'), dated('c3'))
      list.outdate()
      const tab = press(list)
      for (const page of [dated('a1', 'b2'), dated('c3'), dated('d4')]) await service.answer(page)
      await service.answer()
      await tab.shown
      expect(names(await list.get())).to.deep.equal(['d4', 'c3', 'b2', 'a1'])
    })

    it('is read to its end now and then', async () => {
      await fill(dated('b2'), dated('a1'))
      clock.pass(300 * second)
      const tab = press(list)
      await service.answer(dated('b2'))
      await service.answer(dated('a1'))
      expect(service.fetches[1]).to.deep.include({ pages: 3, ended: false })
      await service.answer()
      await tab.shown
    })
  })
})
