/** Links that carry their own permission: to put a part of an upload, to get a file. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { basicTime, parseTime } from '../times.ts'

/** Guess: for how long a link is good, in seconds. */
const lifetime = 3600

/** What is under here are files and no operations. */
export const linkPrefix = '/attachments/'

export interface Link {
  readonly url: string
  /** Milliseconds since 1970. */
  readonly expiry: number
}

/** What a link permits: `PUT uploads/ID/3`, `GET files/ID`, for an account. */
export interface Permission {
  readonly method: 'PUT' | 'GET' | 'HEAD'
  readonly accountId: string
  /** Under the prefix; without characters that need encoding. */
  readonly path: string
}

/** Why a link does not do, in the words of S3, which serves those of the service. */
export type Refusal = 'SignatureDoesNotMatch' | 'Request has expired'

/** The parameters have the names of those of S3; the signature is the mock's own. */
export class LinkSigner {
  readonly #key: Buffer

  constructor(key: Buffer) {
    this.#key = key
  }

  /** `base` is scheme and host, as the caller reached the mock. */
  link({ method, accountId, path }: Permission, base: string, now: number): Link {
    const date = basicTime(now)
    const signature = this.#sign({ method, accountId, path }, date, String(lifetime))
    const query = new URLSearchParams({
      'X-Amz-Credential': accountId,
      'X-Amz-Date': date,
      'X-Amz-Expires': String(lifetime),
      'X-Amz-Signature': signature,
    })
    // The date has no fractions, and neither has its end.
    const expiry = parseTime(date)! + lifetime * 1000
    return { url: `${base}${linkPrefix}${path}?${query}`, expiry }
  }

  /** The permission that a link carries, or why it carries none. */
  read(method: 'PUT' | 'GET' | 'HEAD', link: URL, now: number): Permission | Refusal {
    const get = (name: string) => link.searchParams.get(name) ?? ''
    const permission = {
      method,
      accountId: get('X-Amz-Credential'),
      path: link.pathname.slice(linkPrefix.length),
    }
    const date = get('X-Amz-Date')
    const expires = get('X-Amz-Expires')
    const expected = Buffer.from(this.#sign(permission, date, expires))
    const actual = Buffer.from(get('X-Amz-Signature'))
    if (actual.length !== expected.length || !timingSafeEqual(actual, expected))
      return 'SignatureDoesNotMatch'
    if (parseTime(date)! + Number(expires) * 1000 <= now) return 'Request has expired'
    return permission
  }

  #sign({ method, accountId, path }: Permission, date: string, expires: string): string {
    const text = [method, accountId, path, date, expires].join('\n')
    return createHmac('sha256', this.#key).update(text).digest('hex')
  }
}
