/**
 * The writes of this process that cannot be told apart: the same text to the same endpoint. When one of
 * them is lost, what the others have left behind must not be taken for it.
 */
import { createHash } from 'node:crypto'

/** One write. */
export interface Entry {
  readonly startedAt: number
}

interface Kept extends Entry {
  readonly key: string
  endedAt: number
  /** `claims`: its effect is there. `open`: under way, so it may have one. `none`: nobody knows of any. */
  state: 'open' | 'claims' | 'none'
  /** What it made, where that has an id. */
  id?: string
}

/** Writes that are the same to whoever looks: how many there are of each state. */
export interface Others {
  readonly ids: ReadonlySet<string>
  readonly claims: number
  readonly open: number
  readonly doubtful: number
}

/** So long a write is remembered after it ended, in milliseconds. */
const memory = 10_000

export class Ledger {
  readonly #byKey = new Map<string, Kept[]>()
  /** In the order in which they ended. */
  readonly #ended: Kept[] = []

  begin(parts: readonly string[], now: number): Entry {
    this.#forget(now)
    // The hash keeps long texts out of memory.
    const key = createHash('sha256').update(JSON.stringify(parts)).digest('base64')
    const entry: Kept = { key, startedAt: now, endedAt: Number.POSITIVE_INFINITY, state: 'open' }
    const others = this.#byKey.get(key)
    if (others) others.push(entry)
    else this.#byKey.set(key, [entry])
    return entry
  }

  /** The write has an effect that is known: that of this id, where it has one. */
  claim(entry: Entry, id?: string): void {
    Object.assign(entry, { state: 'claims', id })
  }

  /** The write is in doubt, or is known to have done nothing: whatever is found belongs to others. */
  disclaim(entry: Entry): void {
    Object.assign(entry, { state: 'none' })
  }

  /** The call is over. */
  end(entry: Entry, now: number): void {
    Object.assign(entry, { endedAt: now })
    this.#ended.push(entry as Kept)
  }

  /** Writes like this one that ended after `since`, or did not end. */
  like(entry: Entry, since: number): Others {
    const others = (this.#byKey.get((entry as Kept).key) ?? []).filter(
      (each) => each !== entry && each.endedAt >= since,
    )
    const claiming = others.filter(({ state }) => state === 'claims')
    return {
      ids: new Set(claiming.flatMap(({ id }) => id ?? [])),
      claims: claiming.length,
      open: others.filter(({ state }) => state === 'open').length,
      doubtful: others.filter(({ state }) => state === 'none').length,
    }
  }

  #forget(now: number): void {
    let count = 0
    for (const entry of this.#ended) {
      if (entry.endedAt > now - memory) break
      count++
      const others = this.#byKey.get(entry.key)!
      if (others.length === 1) this.#byKey.delete(entry.key)
      else others.splice(others.indexOf(entry), 1)
    }
    if (count > 0) this.#ended.splice(0, count)
  }
}

/** Of all connections of this process: they may go to the same account. */
export const ledger = new Ledger()
