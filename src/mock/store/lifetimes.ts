/** Things that expire: who is next stands first, so that nobody looks at all the others. */
import { firstIndex, insert, type Order } from './sorted-list.ts'

interface Mortal {
  /** Milliseconds since 1970. */
  readonly expiry: number
}

const nextFirst: Order<Mortal> = (one, other) => one.expiry - other.expiry

export class Lifetimes<T extends Mortal> {
  readonly #list: T[] = []

  add(each: T): void {
    insert(this.#list, each, nextFirst)
  }

  /** Takes out, and answers, those that have expired by then. */
  takeExpired(time: number): T[] {
    const first = this.#list[0]
    if (first === undefined || first.expiry > time) return []
    return this.#list.splice(
      0,
      firstIndex(this.#list, ({ expiry }) => expiry > time),
    )
  }
}
