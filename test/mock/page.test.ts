import { expect } from 'chai'
import { pagePaths } from '../../src/mock/http/page.ts'
import { type Headers, send, testWorld } from './harness.ts'

const browser = { host: '127.0.0.1:4587', accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

const get = (url: string, headers: Headers = browser, method = 'GET') => {
  const { statusCode, contentType, body, headers: sent = {} } = send(testWorld(), { method, url, headers })
  return { statusCode, contentType, body: body.toString(), headers: sent }
}

describe('the page', () => {
  for (const [path, contentType, beginning] of [
    ['/', 'text/html', '<!doctype html>'],
    ['/?from=a-bookmark', 'text/html', '<!doctype html>'],
    ['/page/style.css', 'text/css', '/* '],
    ['/page/list.css', 'text/css', '/* '],
    ['/page/case.css', 'text/css', '/* '],
    ['/page/room.css', 'text/css', '/* '],
    ['/page/script.js', 'text/javascript', '// @ts-check'],
    ['/page/views.js', 'text/javascript', '// @ts-check'],
    ['/page/show.js', 'text/javascript', '// @ts-check'],
  ] as const) {
    it(`${path} is ${contentType}, held to its own origin`, () => {
      const reply = get(path)
      expect([reply.statusCode, reply.contentType]).to.deep.equal([200, `${contentType}; charset=utf-8`])
      expect(reply.body.slice(0, beginning.length)).to.equal(beginning)
      expect(reply.headers).to.deep.equal({
        'Cache-Control': 'no-cache',
        'Content-Security-Policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        'Cross-Origin-Resource-Policy': 'same-origin',
        'Referrer-Policy': 'no-referrer',
        'X-Content-Type-Options': 'nosniff',
        Vary: 'Accept',
      })
    })
  }

  it('a HEAD is answered like a GET', () => {
    expect(get('/', browser, 'HEAD')).to.deep.equal(get('/'))
  })

  it('asks for nothing that is not there', () => {
    const own = [...pagePaths].map((path) => get(path).body).join('\n')
    const asked = [...own.matchAll(/(?:href|src)="(\/[^"]+)"|from '\.(\/[^']+)'/g)]
    const paths = asked.map(([, link, module]) => link ?? `/page${module}`)
    expect([...new Set(['/', ...paths])].sort()).to.deep.equal([...pagePaths].sort())
  })

  it('has no script or style in its markup, and takes no markup from data', () => {
    expect(get('/').body).to.not.match(/<style|<script(?![^>]* src=)| on\w+=|style=|javascript:/)
    for (const path of pagePaths) {
      expect(get(path).body, path).to.not.match(
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/,
      )
    }
  })

  it('takes nothing from elsewhere', () => {
    for (const path of pagePaths) {
      const body = get(path).body.replace("xmlns='http://www.w3.org/2000/svg'", '')
      expect(body, path).to.not.match(/https?:|url\((?!data:)|@import/)
    }
  })

  for (const accept of [undefined, '*/*', 'application/json']) {
    it(`who asks for / with Accept ${accept} gets a text`, () => {
      const { statusCode, contentType, body } = get('/', accept === undefined ? {} : { accept })
      expect([statusCode, contentType]).to.deep.equal([200, 'text/plain; charset=utf-8'])
      expect(body).to.match(/^This is a mock of the AWS Support API \(support-repl\)\.\n/)
    })
  }

  const strangers: Headers[] = [
    { ...browser, host: 'evil.example' },
    { ...browser, host: '127.0.0.1.evil.example:4587' },
    { ...browser, origin: 'https://evil.example' },
    { ...browser, origin: 'http://127.0.0.1:3000' },
  ]
  for (const headers of strangers) {
    for (const path of pagePaths) {
      it(`${path} is not for ${JSON.stringify(headers)}`, () => {
        const { statusCode, body } = get(path, headers)
        expect(statusCode).to.equal(403)
        expect(body).to.not.match(/doctype|function/)
      })
    }
  }
})
