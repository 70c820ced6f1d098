/** Keeps other computers and web pages from elsewhere away from the control API and the page of the mock. */
import { header, type WireRequest } from './exchange.ts'

/**
 * Why the caller is not served, or undefined. Who calls from another computer may write anything into
 * Host: the address of its socket is what counts. A web page whose host name resolves to 127.0.0.1 would
 * reach us with its own name in Host (DNS rebinding), and a page from elsewhere that posts here, be it of
 * another server on this computer, says so in Origin.
 */
export function foreignCaller(request: WireRequest): string | undefined {
  if (request.from !== undefined && !isLoopbackAddress(request.from))
    return 'The control API and the page answer to the same computer only, over localhost, 127.0.0.1 or [::1].'
  const host = urlOf(`http://${header(request, 'host') ?? ''}`)
  if (!host || !isLoopbackName(host.hostname))
    return 'The control API and the page answer to localhost, 127.0.0.1 and [::1] only: use one of them as the host.'
  const origin = header(request, 'origin')
  if (origin !== undefined && urlOf(origin)?.host !== host.host)
    return 'The control API and the page do not answer to web pages from elsewhere.'
  return undefined
}

const urlOf = (text: string) => (URL.canParse(text) ? new URL(text) : undefined)

const isLoopbackName = (name: string) =>
  name === 'localhost' || name === '[::1]' || /^127(\.\d+){3}$/.test(name)

// On a socket for both families an IPv4 address is written as an IPv6 one.
const isLoopbackAddress = (address: string) => address === '::1' || /^(::ffff:)?127(\.\d+){3}$/i.test(address)
