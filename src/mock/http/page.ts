/** The page to look at: the inbox of cases in a browser. */
import { once, readPage } from '../assets.ts'
import { header, type Reply, type WireRequest } from './exchange.ts'
import { foreignCaller } from './foreign.ts'

const text = [
  'This is a mock of the AWS Support API (support-repl).',
  'Point an AWS SDK at this address, or see /_mock/health, /_mock/requests and /_mock/state.',
  '',
].join('\n')

const types = { html: 'text/html', css: 'text/css', js: 'text/javascript' }

const asset = (name: string, type: keyof typeof types) => {
  const read = once(() => readPage(`${name}.${type}`))
  return { contentType: `${types[type]}; charset=utf-8`, read }
}

const assets = new Map([
  ['/', asset('index', 'html')],
  ['/page/style.css', asset('style', 'css')],
  ['/page/list.css', asset('list', 'css')],
  ['/page/case.css', asset('case', 'css')],
  ['/page/room.css', asset('room', 'css')],
  ['/page/script.js', asset('script', 'js')],
  ['/page/views.js', asset('views', 'js')],
  ['/page/show.js', asset('show', 'js')],
])

/** What a browser may ask for; nothing else is the page's. */
export const pagePaths: ReadonlySet<string> = new Set(assets.keys())

/** Texts in cases come from anywhere: were one ever taken for markup, it still could do nothing. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const headers = {
  'Cache-Control': 'no-cache',
  'Content-Security-Policy': policy,
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}

const plain = 'text/plain; charset=utf-8'

/** Answers a GET of one of the {@link pagePaths}. Who asks for `/` and is no browser gets a short text. */
export function page(request: WireRequest): Reply {
  const [path = ''] = request.url.split('?', 1)
  if (path === '/' && !header(request, 'accept')?.includes('text/html')) {
    return { statusCode: 200, contentType: plain, body: text, headers: { Vary: 'Accept' } }
  }
  const refusal = foreignCaller(request)
  if (refusal) return { statusCode: 403, contentType: plain, body: `${refusal}\n`, headers }
  const { contentType, read } = assets.get(path)!
  return { statusCode: 200, contentType, body: read(), headers: { ...headers, Vary: 'Accept' } }
}
