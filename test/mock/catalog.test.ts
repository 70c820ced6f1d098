import { expect } from 'chai'
import { outputShape } from '../../src/model/operations.ts'
import { violations } from '../../src/model/violations.ts'
import { call, type Json, testWorld } from './harness.ts'

describe('the catalog', () => {
  it('lists the severity levels, the least urgent first', () => {
    expect(call(testWorld(), 'DescribeSeverityLevels')).to.deep.equal({
      severityLevels: [
        { code: 'low', name: 'Low' },
        { code: 'normal', name: 'Normal' },
        { code: 'high', name: 'High' },
        { code: 'urgent', name: 'Urgent' },
        { code: 'critical', name: 'Critical' },
      ],
    })
  })

  it('lists every service once, with its categories, amazon-cloudsearch first', () => {
    const { services } = call(testWorld(), 'DescribeServices')
    const codes = services.map(({ code }: { code: string }) => code)
    expect(codes[0]).to.equal('amazon-cloudsearch')
    expect(new Set(codes).size).to.equal(codes.length)
    for (const { code, name, categories } of services) {
      expect(code).to.match(/^[0-9a-z\-_]+$/)
      expect(name).to.be.a('string').and.not.equal('')
      expect(categories, code).not.to.have.length(0)
    }
  })

  const chosen: [codes: string[], found: string[]][] = [
    [
      ['amazon-dynamodb', 'amazon-cloudsearch'],
      ['amazon-cloudsearch', 'amazon-dynamodb'],
    ],
    [['amazon-dynamodb', 'amazon-dynamodb'], ['amazon-dynamodb']],
    [['amazon-dynamodb', 'unheard-of'], ['amazon-dynamodb']],
    [['unheard-of'], []],
  ]
  for (const [serviceCodeList, found] of chosen) {
    it(`${serviceCodeList.join(', ')} finds ${found.join(', ') || 'nothing'}`, () => {
      const { services } = call(testWorld(), 'DescribeServices', { serviceCodeList })
      expect(services.map(({ code }: { code: string }) => code)).to.deep.equal(found)
    })
  }

  for (const operation of ['DescribeServices', 'DescribeSeverityLevels']) {
    it(`${operation} answers the languages of cases and no other`, () => {
      const world = testWorld()
      expect(call(world, operation, { language: 'ja' })).to.deep.equal(call(world, operation))
      expect(call(world, operation, { language: 'tlh' })).to.deep.equal({
        __type: 'InvalidParameterValueException',
        message: 'Unknown language: tlh',
      })
    })
  }
})

const roundTheClock = [{ startTime: '00:00:00.000', endTime: '23:59:59.999' }]
const dynamodb = { serviceCode: 'amazon-dynamodb', categoryCode: 'other' }
const billing = { serviceCode: 'billing', categoryCode: 'question' }

const options = (input: object, world = testWorld()): Json =>
  call(world, 'DescribeCreateCaseOptions', { issueType: 'technical', language: 'en', ...dynamodb, ...input })

const languages = (input: object): Json =>
  call(testWorld(), 'DescribeSupportedLanguages', { issueType: 'technical', ...dynamodb, ...input })

describe('how a case is handled', () => {
  it('in English: at any time, in every way', () => {
    expect(options({})).to.deep.equal({
      languageAvailability: 'available',
      communicationTypes: ['web', 'chat', 'call'].map((type) => ({
        type,
        supportedHours: roundTheClock,
        datesWithoutSupport: [],
      })),
    })
  })

  it('in Japanese: by chat and call from nine to six in Tokyo, but on holidays', () => {
    const { communicationTypes } = options({ language: 'ja' })
    expect(communicationTypes[0]).to.deep.equal({
      type: 'web',
      supportedHours: roundTheClock,
      datesWithoutSupport: [],
    })
    for (const [index, type] of [
      [1, 'chat'],
      [2, 'call'],
    ] as const) {
      expect(communicationTypes[index]).to.deep.equal({
        type,
        supportedHours: [{ startTime: '00:00:00.000', endTime: '09:00:00.000' }],
        datesWithoutSupport: [
          { startDateTime: '2026-12-31T15:00:00.000+00:00', endDateTime: '2027-01-03T15:00:00.000+00:00' },
          { startDateTime: '2027-04-28T15:00:00.000+00:00', endDateTime: '2027-04-29T15:00:00.000+00:00' },
          { startDateTime: '2027-05-02T15:00:00.000+00:00', endDateTime: '2027-05-05T15:00:00.000+00:00' },
        ],
      })
    }
  })

  const kinds: [
    issueType: string,
    language: string,
    availability: string,
    types: string[],
    hours?: string,
  ][] = [
    ['technical', 'zh', 'available', ['web', 'chat', 'call'], '01:00:00.000 to 10:00:00.000'],
    ['technical', 'ko', 'available', ['web', 'chat', 'call'], '00:00:00.000 to 09:00:00.000'],
    ['technical', 'es', 'best_effort', ['web']],
    ['technical', 'tr', 'unavailable', []],
    ['customer-service', 'en', 'available', ['web', 'chat', 'call'], '00:00:00.000 to 23:59:59.999'],
    ['customer-service', 'es', 'available', ['web', 'chat', 'call'], '14:00:00.000 to 23:00:00.000'],
    ['customer-service', 'pt', 'available', ['web', 'chat', 'call'], '12:00:00.000 to 21:00:00.000'],
    ['customer-service', 'fr', 'available', ['web', 'chat', 'call'], '08:00:00.000 to 17:00:00.000'],
    ['customer-service', 'tr', 'best_effort', ['web']],
  ]
  for (const [issueType, language, availability, types, hours] of kinds) {
    it(`${issueType} in ${language}: ${availability}, by ${types.join(', ') || 'nothing'}`, () => {
      const answer = options({ issueType, language, ...billing })
      expect(violations(outputShape('describeCreateCaseOptions').members, answer)).to.deep.equal([])
      const { languageAvailability, communicationTypes } = answer
      expect(languageAvailability).to.equal(availability)
      expect(communicationTypes.map(({ type }: Json) => type)).to.deep.equal(types)
      const { startTime, endTime } = communicationTypes.at(-1)?.supportedHours[0] ?? {}
      if (hours) expect(`${startTime} to ${endTime}`).to.equal(hours)
    })
  }

  const holidays: [at: string, next: string][] = [
    ['2026-12-31T14:59:59Z', '2026-12-31T15:00:00.000+00:00'],
    ['2027-01-03T14:59:59Z', '2026-12-31T15:00:00.000+00:00'],
    ['2027-01-03T15:00:00Z', '2027-04-28T15:00:00.000+00:00'],
    ['1970-01-01T00:00:00Z', '1969-12-31T15:00:00.000+00:00'],
    ['9899-12-30T00:00:00Z', '9899-12-31T15:00:00.000+00:00'],
  ]
  for (const [at, next] of holidays) {
    it(`the next holidays in Japan at ${at} begin at ${next}`, () => {
      const world = testWorld()
      world.clock.set(at)
      const [, chat] = options({ language: 'ja' }, world).communicationTypes
      expect(chat.datesWithoutSupport).to.have.length(3)
      expect(chat.datesWithoutSupport[0].startDateTime).to.equal(next)
    })
  }
})

describe('the languages in which cases are handled', () => {
  const known = ['en', 'ja', 'zh', 'es', 'pt', 'fr', 'ko', 'tr']
  const kinds: [input: object, codes: string[]][] = [
    [{ issueType: 'technical' }, known.slice(0, -1)],
    [{ issueType: 'customer-service', ...billing }, known],
  ]
  for (const [input, codes] of kinds) {
    it(`${JSON.stringify(input)}: ${codes.join(', ')}`, () => {
      const { supportedLanguages } = languages(input)
      expect(supportedLanguages.map(({ code }: Json) => code)).to.deep.equal(codes)
      expect(supportedLanguages[0]).to.deep.equal({ code: 'en', language: 'ENGLISH', display: 'ENGLISH' })
    })
  }

  const wrong: [input: object, fault: string, message: string][] = [
    [{ issueType: 'complaints' }, 'InvalidParameterValueException', 'Unknown issueType: complaints'],
    [{ serviceCode: 'none' }, 'InvalidParameterValueException', 'Unknown serviceCode: none'],
    [{ serviceCode: '' }, 'InvalidParameterValueException', 'Unknown serviceCode: '],
    [
      { categoryCode: 'refund' },
      'InvalidParameterValueException',
      'Unknown categoryCode for amazon-dynamodb: refund',
    ],
    [
      { issueType: 'x' },
      'ValidationException',
      "1 validation error detected: Value 'x' at 'issueType' failed to satisfy constraint: Member must have length greater than or equal to 9",
    ],
    [
      { issueType: null, serviceCode: null, categoryCode: null },
      'ValidationException',
      `3 validation errors detected: ${['issueType', 'serviceCode', 'categoryCode']
        .map((name) => `Value null at '${name}' failed to satisfy constraint: Member must not be null`)
        .join('; ')}`,
    ],
  ]
  for (const [input, __type, message] of wrong) {
    it(`refuses ${JSON.stringify(input)}`, () => {
      expect(languages(input)).to.deep.equal({ __type, message })
    })
  }

  it('and ways to get in touch are refused alike, and for a language that nobody knows', () => {
    for (const [input, __type, message] of wrong.slice(0, 2).concat(wrong.slice(3, 4))) {
      expect(options(input)).to.deep.equal({ __type, message })
    }
    expect(options({ language: 'tlh' })).to.deep.equal({
      __type: 'InvalidParameterValueException',
      message: 'Unknown language: tlh',
    })
  })
})

describe('a dry run', () => {
  for (const operation of ['DescribeCreateCaseOptions', 'DescribeSupportedLanguages']) {
    it(`of ${operation} says only that it would succeed`, () => {
      const input = { issueType: 'technical', language: 'en', ...dynamodb, dryRun: true }
      expect(call(testWorld(), operation, input).__type).to.equal('DryRunOperationException')
      expect(call(testWorld(), operation, { ...input, serviceCode: 'none' }).message).to.equal(
        'Unknown serviceCode: none',
      )
    })
  }
})
