/** The pages of a listing, and what is on them. */
import type { OperationName } from '../model/operations.ts'
import { localError } from './errors.ts'

/** A listing that is under way: iterate over its pages, or over `items()`. Only one page is held at a time. */
export class Pages<Page, Item> implements AsyncGenerator<Page, void, undefined> {
  readonly #pages: AsyncGenerator<Page, void, undefined>
  readonly #itemsOf: (page: Page) => readonly Item[]

  constructor(pages: AsyncGenerator<Page, void, undefined>, itemsOf: (page: Page) => readonly Item[]) {
    this.#pages = pages
    this.#itemsOf = itemsOf
  }

  /**
   * What is on the pages, one after the other; the next page is asked for when the one before is through.
   *
   * ```ts
   * for await (const each of conn.paginateDescribeCases().items()) console.log(each.subject)
   * ```
   */
  async *items(): AsyncGenerator<Item, void, undefined> {
    for await (const page of this) yield* this.#itemsOf(page)
  }

  next(): Promise<IteratorResult<Page, void>> {
    return this.#pages.next()
  }

  return(): Promise<IteratorResult<Page, void>> {
    return this.#pages.return()
  }

  throw(error: unknown): Promise<IteratorResult<Page, void>> {
    return this.#pages.throw(error)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return()
  }
}

type Output = Record<string, unknown>

/** Asks for page after page with the same filters. Throws an UnexpectedResponse when the service goes in a circle. */
export async function* follow(
  name: OperationName,
  filters: Output,
  send: (input: Output) => Promise<Output>,
): AsyncGenerator<Output, void, undefined> {
  let nextToken: unknown = filters['nextToken']
  // Richard Brent's way to find a circle: one token is remembered, for twice as many pages each time.
  let landmark = nextToken
  let [pages, moved] = [0, 1]
  do {
    const page = await send({ ...filters, nextToken })
    yield page
    // Some endpoints end with an empty token, which is none.
    nextToken = page['nextToken'] || undefined
    if (nextToken !== undefined && nextToken === landmark) {
      throw localError('UnexpectedResponse', `${name} answered the same nextToken twice`)
    }
    if (++pages === moved) {
      landmark = nextToken
      moved *= 2
    }
  } while (nextToken !== undefined)
}
