/** Which proxy stands between here and a host, as the environment says it. */
import { BlockList, isIP } from 'node:net'
import type { Environment } from '../credentials.ts'
import { localError } from '../errors.ts'

/** The proxy would not open a connection. */
export class ProxyRefusal extends Error {
  readonly statusCode: number

  constructor(statusCode: number) {
    super(
      statusCode === 407
        ? 'the proxy wants a user and password'
        : `the proxy answered with status ${statusCode}`,
    )
    this.statusCode = statusCode
  }
}

/**
 * The proxy for an endpoint: HTTPS_PROXY or HTTP_PROXY by its protocol, unless NO_PROXY names the host. In
 * small letters they win, as curl and Python have it. Throws a ConfigurationError for what is no URL.
 */
export function proxyFor(endpoint: URL, env: Environment): URL | undefined {
  const name = endpoint.protocol === 'https:' ? 'https_proxy' : 'http_proxy'
  const [variable, value] =
    [name, name.toUpperCase()].map((each) => [each, env[each]]).find(([, is]) => is) ?? []
  if (!value || isExempt(endpoint, env['no_proxy'] || env['NO_PROXY'] || '')) return undefined
  return proxyUrl(value, variable!)
}

/** Reads the address of a proxy; without a protocol it is http. `source` names what said so. */
export function proxyUrl(value: string, source: string): URL {
  const text = value.includes('://') ? value : `http://${value}`
  const url = URL.canParse(text) ? new URL(text) : undefined
  // Neither message shows the value: it may hold a password.
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || !url.hostname) {
    throw localError(
      'ConfigurationError',
      `${source} must be the URL of a proxy, for example http://127.0.0.1:3128`,
    )
  }
  if (isDecodable(url)) return url
  throw localError('ConfigurationError', `A user or password in ${source} must have %25 for a %`)
}

function isDecodable(url: URL): boolean {
  try {
    proxyAuthorization(url)
    return true
  } catch {
    return false
  }
}

/** The header that names the user of a proxy, where its URL has one. */
export function proxyAuthorization({ username, password }: URL): Record<string, string> {
  if (!username && !password) return {}
  const words = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(words).toString('base64')}` }
}

/** Whether a list such as `localhost,.example.com,10.0.0.0/8` names the host; `*` names all. */
function isExempt({ hostname, port, protocol }: URL, list: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const actual = port || (protocol === 'https:' ? '443' : '80')
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => entry === '*' || isNamed(host, actual, entry))
}

function isNamed(host: string, port: string, entry: string): boolean {
  if (isIP(host))
    return isInNetwork(host, entry) || entry === `${host}:${port}` || entry === `[${host}]:${port}`
  const [name = '', onlyPort = port] = entry.split(':')
  const domain = name.replace(/^\*?\./, '')
  return onlyPort === port && domain !== '' && (host === domain || host.endsWith(`.${domain}`))
}

function isInNetwork(host: string, entry: string): boolean {
  const [address = '', bits] = entry.replace(/^\[|\]$/g, '').split('/')
  const version = isIP(address)
  if (!version) return false
  const network = new BlockList()
  const family = version === 6 ? 'ipv6' : 'ipv4'
  const most = version === 6 ? 128 : 32
  const prefix = bits === undefined ? most : Number(bits || Number.NaN)
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > most) return false
  network.addSubnet(address, prefix, family)
  return network.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4')
}
