/** Who may call: the configured accounts, and the checks of a signature in the framework's order. */
import { type KeyObject, timingSafeEqual } from 'node:crypto'
import { endpointFor } from '../../model/endpoints.ts'
import { service } from '../../model/service.ts'
import type { Clock } from '../clock.ts'
import { header, type WireRequest } from '../http/exchange.ts'
import { ServiceFault } from '../protocol/faults.ts'
import { basicTime, parseTime } from '../times.ts'
import { type Authorization, parseAuthorization } from './authorization.ts'
import { canonicalRequest, type Scope, sha256, signature, signingKey, stringToSign } from './sigv4.ts'

/** The account of every access key that says nothing else. */
export const defaultAccountId = '123456789012'

/** An access key and the account that it belongs to. */
export interface MockCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Makes the credentials temporary: requests must carry this token. */
  readonly sessionToken?: string
  /** When temporary credentials end, by the mock's clock. */
  readonly expiration?: Date
  /** Twelve digits; 123456789012 when absent. */
  readonly accountId?: string
}

/** Who signed a request. */
export interface Caller {
  readonly accountId: string
  /** `arn:aws:iam::123456789012:user/jane` */
  readonly arn: string
}

/** Names who signed a request, or throws a fault. */
export type Authenticate = (request: WireRequest) => Caller

/** Guess: the user's name, which no key tells. It is that of the e-mail address of every customer. */
const callerOf = (accountId = defaultAccountId): Caller => ({
  accountId,
  arn: `arn:aws:iam::${accountId}:user/jane`,
})

/** Any well-formed header will do. An access key of 12 digits is that account. */
export function relaxed(known: readonly MockCredentials[]): Authenticate {
  const byKey = byAccessKey(known)
  return (request) => {
    const { accessKeyId } = parseAuthorization(request)
    return callerOf(
      byKey.get(accessKeyId)?.accountId ?? (/^\d{12}$/.test(accessKeyId) ? accessKeyId : undefined),
    )
  }
}

/** Only the configured accounts, with a signature that holds. */
export function strict(known: readonly MockCredentials[], clock: Clock): Authenticate {
  const byKey = byAccessKey(known)
  const keys = new SigningKeys()
  return (request) => {
    const authorization = parseAuthorization(request)
    const credentials = byKey.get(authorization.accessKeyId)
    if (!credentials) throw unrecognized()
    checkSessionToken(request, credentials, clock.now())
    const time = signatureTime(authorization.date)
    checkScope(authorization, time)
    checkSignedHeaders(request, authorization)
    checkDate(time, clock)
    const payloadHash = checkPayload(request)
    const key = keys.derive(credentials, authorization.scope)
    checkSignature(request, authorization, { key, time, payloadHash })
    return callerOf(credentials.accountId)
  }
}

const byAccessKey = (known: readonly MockCredentials[]) =>
  new Map(known.map((credentials) => [credentials.accessKeyId, credentials]))

function checkSessionToken(
  request: WireRequest,
  { sessionToken, expiration }: MockCredentials,
  now: number,
): void {
  const token = header(request, 'x-amz-security-token')
  if (token !== sessionToken && !sameText(token ?? '', sessionToken ?? '')) throw unrecognized()
  if (expiration && expiration.getTime() <= now) {
    throw new ServiceFault('ExpiredTokenException', 'The security token included in the request is expired')
  }
}

function checkScope({ scope }: Authorization, time: SignatureTime): void {
  if (scope.service !== service.signingName) {
    throw invalid(`Credential should be scoped to correct service: '${service.signingName}'.`)
  }
  if (!isRegion(scope.region)) {
    throw invalid(`Credential should be scoped to a valid region, not '${scope.region}'.`)
  }
  if (scope.terminator !== 'aws4_request') {
    throw invalid(
      `Credential should be scoped with a valid terminator: 'aws4_request', not '${scope.terminator}'.`,
    )
  }
  if (!time.basic.startsWith(`${scope.date}T`)) {
    throw invalid(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scope.date}' != '${time.basic.slice(0, 8)}', from '${time.basic}'.`,
    )
  }
}

// AWS takes the signing region of the endpoint and no other. But with a custom endpoint the official
// client, botocore and the AWS CLI sign for whatever region they are configured with, and who has
// configured eu-west-1 is no wrongdoer: any region of a partition will do. So will `aws-global`, which
// they sign for as it is.
const isRegion = (name: string) => name === 'aws-global' || endpointFor(name) !== undefined

// The sentence is the framework's for the host, guessed for the others. Every client signs each
// `x-amz-` header that it sends; boto 2 does not sign Content-Type, botocore not its `amz-sdk-` headers.
function checkSignedHeaders({ headers }: WireRequest, { signedHeaders }: Authorization): void {
  const names = Object.keys(headers)
  const dateHeader = names.includes('x-amz-date') ? [] : ['date']
  const amazons = names.filter((name) => name.startsWith('x-amz-') && headers[name]?.length)
  const unsigned = ['host', ...dateHeader, ...amazons].find((name) => !signedHeaders.includes(name))
  if (unsigned !== undefined)
    throw invalid(`'${titleCase(unsigned)}' must be a 'SignedHeader' in the AWS Authorization.`)
}

const titleCase = (name: string) => name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase())

const quarter = 15 * 60_000

// Some callers sign by a clock of their own, as botocore does, others by what they last heard of the mock's,
// as the official JavaScript client does: moving the mock's clock by a month locks none of them out.
function checkDate({ time, basic }: SignatureTime, clock: Clock): void {
  if (clock.isPlausible(time, quarter)) return
  const now = clock.now()
  throw time < now
    ? invalid(
        `Signature expired: ${basic} is now earlier than ${basicTime(now - quarter)} (${basicTime(now)} - 15 min.)`,
      )
    : invalid(
        `Signature not yet current: ${basic} is still later than ${basicTime(now + quarter)} (${basicTime(now)} + 15 min.)`,
      )
}

/** When a request was signed: in milliseconds, and in the form that is signed. */
interface SignatureTime {
  readonly time: number
  readonly basic: string
}

let latestTime: { readonly date: string; readonly is: SignatureTime } | undefined

// Requests of the same second have the same date.
function signatureTime(date: string): SignatureTime {
  if (latestTime?.date !== date) latestTime = { date, is: readTime(date) }
  return latestTime.is
}

// X-Amz-Date is in the basic form; Date may be as HTTP has it.
function readTime(date: string): SignatureTime {
  const isBasic = /^\d{8}T\d{6}Z$/.test(date)
  const time = isBasic ? parseTime(date) : /^\w{3}, /.test(date) ? Date.parse(date) : undefined
  if (time === undefined || Number.isNaN(time)) {
    throw new ServiceFault(
      'IncompleteSignatureException',
      `Date must be in ISO-8601 'basic format'. Got '${date}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    )
  }
  return { time, basic: isBasic ? date : basicTime(time) }
}

function checkPayload(request: WireRequest): string {
  const actual = sha256(request.body as Buffer)
  const said = header(request, 'x-amz-content-sha256')
  // Guess: for this service only the canonical request shows the hash of the body.
  if (said !== undefined && said !== actual) {
    throw invalid(`The value of 'X-Amz-Content-SHA256' does not match the body: its hash is '${actual}'.`)
  }
  return actual
}

interface Proof {
  readonly key: KeyObject
  readonly time: SignatureTime
  readonly payloadHash: string
}

function checkSignature(
  request: WireRequest,
  authorization: Authorization,
  { key, time, payloadHash }: Proof,
): void {
  const canonical = canonicalRequest(request, authorization.signedHeaders, payloadHash)
  const toSign = stringToSign(time.basic, authorization.scope, canonical)
  if (sameText(authorization.signature, signature(key, toSign))) return
  throw invalid(
    [
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
      '',
      'The Canonical String for this request should have been',
      `'${canonical}'`,
      '',
      'The String-to-Sign should have been',
      `'${toSign}'`,
      '',
    ].join('\n'),
  )
}

// Takes the same time wherever the texts differ. Their lengths are no secret.
function sameText(one: string, other: string): boolean {
  const a = Buffer.from(one)
  const b = Buffer.from(other)
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Derived keys: four hashes that are the same all day. */
class SigningKeys {
  readonly #keys = new Map<string, KeyObject>()

  derive({ accessKeyId, secretAccessKey }: MockCredentials, scope: Scope): KeyObject {
    const name = `${accessKeyId}/${scope.date}/${scope.region}`
    const known = this.#keys.get(name)
    if (known) return known
    // Anyone may ask for any region; the cache does not grow with them.
    if (this.#keys.size >= 100) this.#keys.clear()
    const key = signingKey(secretAccessKey, scope)
    this.#keys.set(name, key)
    return key
  }
}

const invalid = (message: string) => new ServiceFault('InvalidSignatureException', message)

const unrecognized = () =>
  new ServiceFault('UnrecognizedClientException', 'The security token included in the request is invalid.')
