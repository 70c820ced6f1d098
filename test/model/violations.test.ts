import { expect } from 'chai'
import { nearest } from '../../src/model/nearest.ts'
import { requiredMembers } from '../../src/model/operation.ts'
import { type OperationName, operation, operationNames } from '../../src/model/operations.ts'
import {
  blob,
  boolean,
  double,
  integer,
  list,
  required,
  sparseList,
  string,
  structure,
} from '../../src/model/shape.ts'
import { violations } from '../../src/model/violations.ts'

const members = {
  id: required(string('', { min: 2, max: 4 })),
  code: string('', { pattern: '[0-9a-z\\-_]+' }),
  count: integer('', { min: 10, max: 100 }),
  share: double(''),
  flag: boolean(''),
  data: blob(''),
  names: list('', string('', { max: 3 }), { max: 2 }),
  holes: sparseList('', string('')),
  parts: list('', structure('', { index: required(integer('')), tag: string('') })),
}

const rows: [string, object, string[]][] = [
  ['all is well', { id: 'abc' }, []],
  ['absent means undefined or null', { id: 'abc', code: null, count: undefined }, []],
  ['a required member is missing', {}, ['id required']],
  ['null is missing', { id: null }, ['id required']],
  ['unknown members come first', { idd: 1 }, ['idd unknown', 'id required']],
  ['a name of Object is unknown, too', { id: 'abc', constructor: 1 }, ['constructor unknown']],
  ['text too short', { id: 'a' }, ['id min-length']],
  ['text too long', { id: 'abcde' }, ['id max-length']],
  ['the whole text has to match', { id: 'abc', code: 'ok NOT' }, ['code pattern']],
  ['the empty text matches no pattern of one and more', { id: 'abc', code: '' }, ['code pattern']],
  ['text that is a number', { id: 7 }, ['id type']],
  ['numbers at the limits', { id: 'abc', count: 10 }, []],
  ['number too small', { id: 'abc', count: 9 }, ['count min']],
  ['number too large', { id: 'abc', count: 101 }, ['count max']],
  ['a fraction is no whole number', { id: 'abc', count: 10.5 }, ['count type']],
  ['NaN is no number', { id: 'abc', share: Number.NaN }, ['share type']],
  ['a flag that is text', { id: 'abc', flag: 'true' }, ['flag type']],
  ['bytes', { id: 'abc', data: new Uint8Array(1) }, []],
  ['bytes that are text', { id: 'abc', data: 'x' }, ['data type']],
  ['a list too long', { id: 'abc', names: ['a', 'b', 'c'] }, ['names max-length']],
  ['elements are checked', { id: 'abc', names: ['abcd', null] }, ['names.0 max-length', 'names.1 required']],
  ['a sparse list has holes', { id: 'abc', holes: ['a', null] }, []],
  ['a list that is an object', { id: 'abc', names: { length: 1 } }, ['names type']],
  [
    'deep inside',
    { id: 'abc', parts: [{ index: 1 }, { tag: 'x' }, 5] },
    ['parts.1.index required', 'parts.2 type'],
  ],
]

describe('Violations', () => {
  for (const [title, value, expected] of rows) {
    it(title, () => {
      expect(violations(members, value).map(({ path, rule }) => `${path.join('.')} ${rule}`)).to.deep.equal(
        expected,
      )
    })
  }

  for (const value of [null, [], 'text', 7, new Uint8Array(2), () => {}]) {
    it(`${Object.prototype.toString.call(value)} is no structure`, () => {
      expect(violations(members, value)).to.deep.equal([
        { path: [], value, rule: 'type', expected: 'structure' },
      ])
    })
  }
})

/** The model leaves caseId of these two optional, yet nothing can be done without it. */
const needsMore: Partial<Record<OperationName, string | undefined>> = {
  resolveCase: 'caseId',
  addCommunicationToCase: undefined,
}

describe('Operations as data', () => {
  for (const name of operationNames) {
    const { help, input, output, bare, pages } = operation(name)

    it(`${name} is explained in one sentence, and so are its members`, () => {
      for (const text of [
        help,
        ...[...Object.values(input), ...Object.values(output)].map((shape) => shape.help),
      ]) {
        expect(text).to.match(/^.{3,110}[.]$/)
      }
    })

    it(`${name} takes its needed text bare`, () => {
      const [needed, ...more] = requiredMembers(input)
      const isText = needed !== undefined && more.length === 0 && input[needed]?.type === 'string'
      expect(bare).to.equal(name in needsMore ? needsMore[name] : isText ? needed : undefined)
    })

    it(`${name} pages where it has tokens`, () => {
      expect(pages !== undefined).to.equal('nextToken' in input)
      if (pages) expect(output[pages]?.type).to.equal('list')
    })
  }
})

describe('The nearest name', () => {
  const known = ['caseIdList', 'displayId', 'subject', 'serviceCode', 'severityCode']
  for (const [given, expected] of [
    ['caseIDList', 'caseIdList'],
    ['case_id_list', 'caseIdList'],
    ['title', undefined],
    ['subjct', 'subject'],
    ['servicecode', 'serviceCode'],
    ['', undefined],
    ['zzzzzzzzzzzz', undefined],
  ] as const) {
    it(`${given || 'nothing'} means ${expected ?? 'nothing known'}`, () =>
      expect(nearest(given, known)).to.equal(expected))
  }
  it('of nothing is nothing', () => expect(nearest('x', [])).to.equal(undefined))
})
