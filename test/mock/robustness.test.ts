import { expect } from 'chai'
import fc from 'fast-check'
import type { WireRequest } from '../../src/mock/exchange.ts'
import { respond } from '../../src/mock/routes.ts'
import { operation, operationNames, wireName } from '../../src/model/operations.ts'
import type { Shape } from '../../src/model/shape.ts'
import { headersFor, jane, json, testWorld, wireRequest } from './harness.ts'

const relaxedWorld = testWorld()
const strictWorld = testWorld({ strictAuth: true, credentials: [jane] })

/** Whatever was asked, the answer is one of the service, the control API or the page. */
function expectWellFormed(request: WireRequest): void {
  for (const world of [relaxedWorld, strictWorld]) {
    const reply = respond(world, request)
    if (reply.contentType === 'application/xml') {
      expect(String(reply.body)).to.match(/^<(\w+)(\/>|>[^<]*<Message>[^<]*<\/Message>[^<]*<\/\1>)\n$/)
      expect(reply.statusCode).to.be.oneOf([403, 404])
    } else if (reply.contentType === 'application/x-amz-json-1.1') {
      const answer = json(reply)
      expect(reply.statusCode).to.be.oneOf([200, 400])
      if (reply.statusCode === 400) expect(answer.__type).to.match(/^[A-Z]\w+$/)
      else expect(answer).to.be.an('object').and.not.have.property('__type')
      expect(answer.__type).not.to.equal('InternalServerError')
    } else expect(reply.contentType).to.match(/^(application\/json|text\/plain; charset=utf-8)$/)
  }
}

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
})
