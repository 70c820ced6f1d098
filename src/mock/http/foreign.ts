/** Keeps web pages from elsewhere away from the control API and the page of the mock. */
import { header, type WireRequest } from './exchange.ts'

/**
 * Why the caller is not served, or undefined. A web page whose host name resolves to 127.0.0.1 would
 * reach us with its own name in Host (DNS rebinding), and a page from elsewhere that posts here says so
 * in Origin.
 */
export function foreignCaller(request: WireRequest): string | undefined {
  const host = header(request, 'host') ?? ''
  if (!isLoopback(`http://${host}`)) {
    return 'The control API answers to localhost, 127.0.0.1 and [::1] only: use one of them as the host.'
  }
  const origin = header(request, 'origin')
  if (origin !== undefined && !isLoopback(origin)) return 'The control API does not answer to web pages.'
  return undefined
}

function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { hostname } = new URL(url)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}
