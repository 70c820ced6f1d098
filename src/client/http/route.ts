/** The way to the endpoint: through which connections, with whose certificates, over which proxy. */
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Agent, Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { localError } from '../errors.ts'
import type { Destination } from './exchange.ts'
import { hostOf } from './host.ts'
import { proxyAuthorization } from './proxy.ts'

/** What the way depends on. */
export interface RouteSettings {
  readonly endpoint: string
  readonly proxy?: URL
  /** Files of certificates to trust in the place of those that Node brings along. */
  readonly certificates: readonly string[]
}

export interface Route {
  readonly agent: Agent
  readonly to: Destination
  /** What every request carries besides its own headers. */
  readonly headers: Readonly<Record<string, string>>
  readonly opensAhead: boolean
  /** How errors call the proxy, without its password. */
  readonly proxy?: string
}

/** So many connections are open at once; further requests wait for one. As in the official client. */
const maxSockets = 50

/**
 * Milliseconds until a connection that nobody uses is closed. Whatever stands between here and the service
 * forgets such ones without a word, and a write over one that is forgotten would be in doubt.
 */
const longestIdle = 20_000

/** Settles the way. Throws a ConfigurationError when the certificates cannot be read. */
export async function routeTo({ endpoint, proxy, certificates }: RouteSettings): Promise<Route> {
  const url = new URL(endpoint)
  const options = { keepAlive: true, maxSockets, timeout: longestIdle }
  const ca = certificates.length > 0 ? certificates.map(readCertificates) : undefined
  const to: Destination = { protocol: url.protocol, ...hostOf(url), path: url.pathname, ca }
  if (!proxy) return { agent: agentFor(url, options), to, headers: {}, opensAhead: false }
  if (url.protocol === 'https:') {
    const { Tunnels } = await import('./tunnels.ts')
    const agent = new Tunnels(proxy, options, { ca })
    return { agent, to, headers: {}, opensAhead: true, proxy: proxy.host }
  }
  // Without TLS a proxy is asked for the whole URL.
  return {
    agent: agentFor(proxy, options),
    to: { protocol: proxy.protocol, ...hostOf(proxy), path: url.href, ca },
    headers: proxyAuthorization(proxy),
    opensAhead: false,
    proxy: proxy.host,
  }
}

const agentFor = ({ protocol }: URL, options: object): Agent =>
  protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options)

/** The certificates of a file; throws a ConfigurationError. */
export function readCertificates(path: string): Buffer {
  let pem: Buffer
  try {
    pem = readFileSync(path)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw localError('ConfigurationError', `The certificates in ${path} cannot be read: ${code}`, { cause })
  }
  // Node takes a file without any, and then trusts nobody.
  if (holdsCertificate(pem)) return pem
  throw localError(
    'ConfigurationError',
    `${path} holds no certificate: it must have one that begins with -----BEGIN CERTIFICATE-----`,
  )
}

function holdsCertificate(pem: Buffer): boolean {
  try {
    return pem.includes('-----BEGIN ') && new X509Certificate(pem).subject !== null
  } catch {
    return false
  }
}
