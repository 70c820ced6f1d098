import { expect } from 'chai'
import fc from 'fast-check'
import type { WireRequest } from '../../src/mock/http/exchange.ts'
import { respond } from '../../src/mock/http/routes.ts'
import { type OperationName, operation, operationNames, wireName } from '../../src/model/operations.ts'
import type { Shape } from '../../src/model/shape.ts'
import { garbageCollector } from '../garbage-collector.ts'
import { headersFor, jane, json, testWorld, wireRequest } from './harness.ts'

const relaxedWorld = testWorld()
const strictWorld = testWorld({ strictAuth: true, credentials: [jane] })

/** Whatever was asked, the answer is one of the service, its files, the control API or the page. */
function expectWellFormed(request: WireRequest): void {
  for (const world of [relaxedWorld, strictWorld]) {
    const reply = respond(world, request)
    expect(reply.statusCode).to.be.within(200, 499)
    if (reply.contentType === 'application/xml') {
      expect(String(reply.body)).to.match(framework)
      expect(reply.statusCode).to.be.oneOf([400, 403, 404, 405])
    } else if (reply.contentType === 'application/x-amz-json-1.1') {
      const answer = json(reply)
      if (reply.statusCode === 200) expect(answer).to.be.an('object').and.not.have.property('__type')
      else expect(answer.__type).to.match(/^[A-Z]\w+$/)
      expect(answer.__type).not.to.equal('InternalServerError')
    } else expect(reply.contentType).to.be.oneOf(otherTypes)
  }
}

const framework =
  /^(<(\w+)(\/>|>[^<]*<Message>[^<]*<\/Message>[^<]*<\/\2>)|<\?xml [^>]*>\n<Error><Code>\w+<\/Code><Message>[^<]*<\/Message><\/Error>)\n?$/

const otherTypes = [
  'application/json',
  'text/event-stream',
  'text/html; charset=utf-8',
  'text/plain; charset=utf-8',
]

const headerNames = [
  'authorization',
  'content-type',
  'host',
  'date',
  'x-amz-date',
  'x-amz-target',
  'x-amz-content-sha256',
  'x-amz-security-token',
]

const headerText = fc.string({ unit: 'binary-ascii' })

const authorizationText = fc
  .tuple(
    fc.constantFrom('AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA1', 'Basic', ''),
    fc.array(
      fc.tuple(
        fc.constantFrom('Credential', 'SignedHeaders', 'Signature', 'Credential=', '__proto__'),
        fc.oneof(
          fc.string(),
          fc.constantFrom(
            `${jane.accessKeyId}/20260801/us-east-1/support/aws4_request`,
            `${jane.accessKeyId}/20260801/us-east-1/support`,
            'host;x-amz-date',
            'constructor;host;x-amz-date;__proto__',
          ),
        ),
      ),
    ),
  )
  .map(([algorithm, parts]) => `${algorithm} ${parts.map((part) => part.join('=')).join(', ')}`)

const target = fc.constantFrom(...operationNames.map(wireName))

describe('whatever comes in, a well-formed answer goes out', () => {
  it('any bytes as a body', () =>
    fc.assert(
      fc.property(target, fc.uint8Array({ maxLength: 200 }), (name, bytes) => {
        expectWellFormed(wireRequest({ headers: headersFor(name), body: Buffer.from(bytes) }))
      }),
      { numRuns: 500 },
    ))

  it('any JSON as a body', () =>
    fc.assert(
      fc.property(target, fc.json(), (name, body) => {
        expectWellFormed(wireRequest({ headers: headersFor(name), body }))
      }),
      { numRuns: 500 },
    ))

  // Values that come near what the operation takes find more than any JSON does.
  const near = (shape: Shape): fc.Arbitrary<unknown> => {
    switch (shape.type) {
      case 'string':
        return fc.oneof(
          fc.string({ maxLength: 40 }),
          fc.constantFrom(
            'case-1',
            '2026-01-01',
            'en',
            'amazon-dynamodb',
            'low',
            '',
            '__proto__',
            'constructor',
          ),
        )
      case 'integer':
      case 'double':
        return fc.oneof(fc.integer(), fc.double(), fc.integer({ min: 5, max: 105 }))
      case 'boolean':
        return fc.boolean()
      case 'blob':
        return fc.oneof(fc.base64String(), fc.string())
      case 'list':
        return fc.array(fc.option(near(shape.member)), { maxLength: 12 })
      case 'structure':
        return fc.record(
          Object.fromEntries(Object.entries<Shape>(shape.members).map(([name, each]) => [name, near(each)])),
          { requiredKeys: [] },
        )
    }
  }
  for (const name of operationNames) {
    it(`${wireName(name)} with members of the right kind, mostly`, () => {
      const members = Object.entries<Shape>(operation(name).input).map(
        ([member, shape]) =>
          [member, fc.oneof({ weight: 9, arbitrary: near(shape) }, fc.jsonValue())] as const,
      )
      fc.assert(
        fc.property(fc.record(Object.fromEntries(members), { requiredKeys: [] }), (input) => {
          expectWellFormed(wireRequest({ headers: headersFor(wireName(name)), body: JSON.stringify(input) }))
        }),
        { numRuns: 100 },
      )
    })
  }

  it('any header text', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...headerNames),
        fc.array(headerText, { minLength: 1, maxLength: 2 }),
        (name, values) => {
          const request = wireRequest({ headers: headersFor('DescribeCases'), body: '{}' })
          expectWellFormed({ ...request, headers: { ...request.headers, [name]: values } })
        },
      ),
      { numRuns: 1000 },
    ))

  it('any Authorization', () =>
    fc.assert(
      fc.property(authorizationText, (authorization) => {
        expectWellFormed(
          wireRequest({ headers: { ...headersFor('DescribeCases'), authorization }, body: '{}' }),
        )
      }),
      { numRuns: 1000 },
    ))

  it('any method and path', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'),
        fc.oneof(
          headerText.map((text) => `/${text}`),
          fc.webUrl().map((text) => new URL(text).pathname),
          headerText.map((text) => `/_mock/${text}`),
          headerText.map((text) => `/?${text}`),
        ),
        (method, url) => {
          expectWellFormed(wireRequest({ method, url, headers: headersFor('DescribeCases'), body: '{}' }))
        },
      ),
      { numRuns: 500 },
    ))

  // A request that would do, and what may happen to any part of it.
  const requestFor = (name: OperationName): WireRequest => {
    const input = Object.entries<Shape>(operation(name).input).map(([member, shape]) => [
      member,
      sampleOf(shape),
    ])
    return wireRequest({
      headers: headersFor(wireName(name)),
      body: JSON.stringify(Object.fromEntries(input)),
    })
  }
  const sampleOf = (shape: Shape): unknown => {
    switch (shape.type) {
      case 'string':
        return 'en'
      case 'blob':
        return 'AAAA'
      case 'boolean':
        return false
      case 'list':
        return [sampleOf(shape.member)]
      case 'structure':
        return Object.fromEntries(
          Object.entries<Shape>(shape.members).map(([name, member]) => [name, sampleOf(member)]),
        )
      default:
        return 10
    }
  }

  const names = [...headerNames, '__proto__', 'constructor', 'origin', 'range', 'content-length']
  type Mutation = (request: WireRequest) => WireRequest
  const splice =
    (at: number, cut: number, put: string): Mutation =>
    (request) => {
      if (request.body === 'too large') return request
      const text = request.body.toString('latin1')
      const start = at % (text.length + 1)
      return { ...request, body: Buffer.from(text.slice(0, start) + put + text.slice(start + cut), 'latin1') }
    }
  const mutation: fc.Arbitrary<Mutation> = fc.oneof(
    fc
      .tuple(
        fc.nat(1000),
        fc.nat(10),
        fc.oneof(
          headerText,
          fc.constantFrom('{', '}', '[', ']', '"', 'null', '1e999', '\\ud800', '"__proto__":{},', '\xff'),
        ),
      )
      .map(([at, cut, put]) => splice(at, cut, put)),
    fc.constantFrom(...names).map(
      (name): Mutation =>
        (request) => ({ ...request, headers: { ...request.headers, [name]: undefined } }),
    ),
    fc.tuple(fc.constantFrom(...names), fc.array(headerText, { maxLength: 3 })).map(
      ([name, values]): Mutation =>
        (request) => ({ ...request, headers: { ...request.headers, [name]: values } }),
    ),
    fc.constantFrom('GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', '').map(
      (method): Mutation =>
        (request) => ({ ...request, method }),
    ),
    fc
      .tuple(
        fc.constantFrom(
          '/',
          '/_mock/',
          '/_mock/state',
          '/_mock/clock',
          '/attachments/',
          '/attachments/files/',
        ),
        fc.oneof(headerText, fc.constantFrom('', '?', '//', '%', '%zz', '..', '#', '?X-Amz-Credential=1')),
      )
      .map(
        ([path, rest]): Mutation =>
          (request) => ({ ...request, url: path + rest }),
      ),
    fc.constant<Mutation>((request) => ({ ...request, body: 'too large' })),
  )

  it('10,000 requests that would do, with something changed, and no more memory for it', () => {
    const collect = garbageCollector()
    const run = () => {
      fc.assert(
        fc.property(
          fc.constantFrom(...operationNames),
          fc.array(mutation, { minLength: 1, maxLength: 3 }),
          (name, mutations) => {
            expectWellFormed(mutations.reduce((request, mutate) => mutate(request), requestFor(name)))
          },
        ),
        { numRuns: 5000, seed: 20260801 },
      )
      for (const world of [relaxedWorld, strictWorld]) world.reset()
      collect()
      return process.memoryUsage().heapUsed
    }
    const once = run()
    // The journals keep 1000 requests each, whatever there were.
    expect(run() - once).to.be.below(4 * 1024 * 1024)
  })
})
