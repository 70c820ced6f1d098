/** Lists by pages, newest first, and the tokens that continue them. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Dated } from '../store/timeline.ts'
import { ServiceFault } from './faults.ts'

/** Guess: the default is not documented; the largest page surprises least. */
const defaultPageSize = 100

/** Which list a token continues: account, operation and filters. It is good for no other. */
export type Listing = readonly unknown[]

interface PageRequest {
  readonly nextToken?: string
  readonly maxResults?: number
}

export interface Page<T> {
  readonly items: T[]
  readonly nextToken?: string
}

const cursorBytes = 12
const sealBytes = 18

/**
 * A token names the last item shown, not a count of items: what is added in the meantime moves no
 * item to another page. The seal keeps it opaque and bound to its listing.
 */
export class Pager {
  readonly #key: Buffer

  constructor(key: Buffer) {
    this.#key = key
  }

  /** `take` answers at most so many items that are older than the given one, newest first. */
  page<T extends Dated>(
    take: (before: Dated | undefined, most: number) => T[],
    listing: Listing,
    { nextToken, maxResults = defaultPageSize }: PageRequest,
  ): Page<T> {
    // An empty token is none (guess): scripts pass on what they got.
    const before = nextToken ? this.#read(nextToken, listing) : undefined
    // One more than is shown tells whether there is another page.
    const items = take(before, maxResults + 1)
    if (items.length <= maxResults) return { items }
    items.length = maxResults
    return { items, nextToken: this.#write(items.at(-1)!, listing) }
  }

  #write({ timeCreated, sequence }: Dated, listing: Listing): string {
    const cursor = Buffer.alloc(cursorBytes)
    cursor.writeDoubleBE(timeCreated)
    cursor.writeUInt32BE(sequence, 8)
    return Buffer.concat([cursor, this.#seal(cursor, listing)]).toString('base64url')
  }

  #read(token: string, listing: Listing): Dated {
    const bytes = Buffer.from(token, 'base64url')
    // Buffer takes more for base64 than it writes.
    const isOurs = bytes.toString('base64url') === token && bytes.length === cursorBytes + sealBytes
    const cursor = bytes.subarray(0, cursorBytes)
    const seal = bytes.subarray(cursorBytes)
    if (!isOurs || !timingSafeEqual(seal, this.#seal(cursor, listing))) {
      // Guess: neither the fault nor its text was seen.
      throw new ServiceFault(
        'ValidationException',
        'The nextToken is not valid here. Resend it with the parameters of the request that answered it.',
      )
    }
    return { timeCreated: cursor.readDoubleBE(), sequence: cursor.readUInt32BE(8) }
  }

  #seal(cursor: Buffer, listing: Listing): Buffer {
    const text = JSON.stringify(listing)
    return createHmac('sha256', this.#key).update(cursor).update(text).digest().subarray(0, sealBytes)
  }
}
