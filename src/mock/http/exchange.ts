/** What comes in and what goes out, free of sockets, so that a test needs none. */

/** An HTTP request whose body has arrived. */
export interface WireRequest {
  readonly method: string
  /** Path and query as they were sent. */
  readonly url: string
  /** Every value of every header, by name in lower case. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>
  /** `too large` when it went over the limit and was thrown away. */
  readonly body: Buffer | 'too large'
  /** The address of the caller; empty where the system does not tell it any more. Absent without a socket. */
  readonly from?: string
}

/** An HTTP answer. The server adds what belongs to the connection. */
export interface Reply {
  readonly statusCode: number
  readonly contentType: string
  /** As a text, node:http sends head and body in one write. */
  readonly body: string | Buffer
  readonly headers?: Readonly<Record<string, string>>
  /** Instead of an end: goes on to send texts, until the caller goes. Answers what stops it. */
  readonly stream?: (send: (text: string) => boolean) => () => void
  /** Only on answers of the service. */
  readonly requestId?: string
  /** What the server does to it on its way. */
  readonly mishap?: Mishap
}

/** A reset answers nothing; the others end, or go on, in the middle of the body. */
export type Mishap =
  | { readonly kind: 'reset' | 'truncate' | 'wrong-length' }
  | { readonly kind: 'drip'; readonly milliseconds: number }

/** An answer that is not made before its time. */
export interface Later {
  readonly milliseconds: number
  readonly reply: () => Reply | Later
  /** Called in the place of `reply` when the caller has gone. */
  readonly abandoned?: () => void
}

/** The one value of a header, or undefined; several are joined as HTTP allows. */
export function header({ headers }: WireRequest, name: string): string | undefined {
  const values = Object.hasOwn(headers, name) ? headers[name] : undefined
  return values?.length === 1 ? values[0] : values?.join(',')
}
