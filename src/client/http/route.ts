/** The way to the endpoint: through which connections, with whose certificates, over which proxy. */
import { readFileSync } from 'node:fs'
import { type Agent, Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { localError } from '../errors.ts'
import type { Destination } from './exchange.ts'

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
    const { HttpsProxyAgent } = await import('https-proxy-agent')
    const agent = new HttpsProxyAgent(proxy, { ...options, ca })
    return { agent, to, headers: {}, opensAhead: true, proxy: proxy.host }
  }
  // Without TLS a proxy is asked for the whole URL.
  return {
    agent: agentFor(proxy, options),
    to: { protocol: proxy.protocol, ...hostOf(proxy), path: url.href, ca },
    headers: authorization(proxy),
    opensAhead: false,
    proxy: proxy.host,
  }
}

const agentFor = ({ protocol }: URL, options: object): Agent =>
  protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options)

const hostOf = ({ hostname, port }: URL) => ({
  hostname: hostname.replace(/^\[|\]$/g, ''),
  port: port === '' ? undefined : Number(port),
})

function authorization({ username, password }: URL): Record<string, string> {
  if (!username && !password) return {}
  const words = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(words).toString('base64')}` }
}

/** The certificates of a file; throws a ConfigurationError. */
export function readCertificates(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw localError('ConfigurationError', `The certificates in ${path} cannot be read: ${code}`, { cause })
  }
}
