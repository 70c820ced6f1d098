import { expect } from 'chai'
import { ServiceFault } from '../../src/mock/protocol/faults.ts'
import { decode } from '../../src/mock/protocol/wire.ts'
import { blob, boolean, double, integer, list, string, structure } from '../../src/model/shape.ts'

const members = {
  text: string(''),
  count: integer(''),
  ratio: double(''),
  flag: boolean(''),
  data: blob(''),
  names: list('', string('')),
  file: structure('', { name: string('') }),
}

describe('reading JSON by the model', () => {
  const read: [title: string, json: object, value: object][] = [
    [
      'values of the right types',
      { text: 'a', count: 3, ratio: 0.5, flag: false, names: ['a'], file: { name: 'b' } },
      { text: 'a', count: 3, ratio: 0.5, flag: false, names: ['a'], file: { name: 'b' } },
    ],
    ['bytes', { data: 'aGk=' }, { data: Buffer.from('hi') }],
    ['bytes without padding', { data: 'aGk' }, { data: Buffer.from('hi') }],
    ['null as absent', { text: null, names: null }, {}],
    ['null in a list as it is', { names: ['a', null] }, { names: ['a', null] }],
    ['unknown members as absent', { txt: 1, file: { nam: 1 } }, { file: {} }],
    ['a fraction cut off', { count: 3.9 }, { count: 3 }],
    ['a number beyond 32 bits as the largest', { count: 1e300 }, { count: 2147483647 }],
    [
      'names that every object inherits as absent',
      JSON.parse('{"__proto__": {"text": "a"}, "constructor": 1}'),
      {},
    ],
  ]
  for (const [title, json, value] of read) {
    it(`reads ${title}`, () => expect(decode(members, json as never)).to.deep.equal(value))
  }

  const refused: [json: object, message: string][] = [
    [{ text: 1 }, 'class java.lang.Integer can not be converted to an String'],
    [{ text: 1.5 }, 'class java.lang.Double can not be converted to an String'],
    [{ text: 3e9 }, 'class java.lang.Long can not be converted to an String'],
    [{ text: true }, 'class java.lang.Boolean can not be converted to an String'],
    [{ text: ['a'] }, 'Start of list found where not expected.'],
    [{ text: {} }, 'Start of structure or map found where not expected.'],
    [{ count: '3' }, 'class java.lang.String can not be converted to an Integer'],
    [{ ratio: '3' }, 'class java.lang.String can not be converted to an Double'],
    [{ flag: 'true' }, 'class java.lang.String can not be converted to an Boolean'],
    [{ flag: 1 }, 'class java.lang.Integer can not be converted to an Boolean'],
    [{ names: 'a' }, 'Expected list or null'],
    [{ names: {} }, 'Start of structure or map found where not expected.'],
    [{ names: [1] }, 'class java.lang.Integer can not be converted to an String'],
    [{ file: 'a' }, 'Expected null'],
    [{ file: [] }, 'Start of list found where not expected.'],
    [{ file: { name: 1 } }, 'class java.lang.Integer can not be converted to an String'],
    [{ data: 1 }, 'class java.lang.Integer can not be converted to a Blob'],
    [{ data: 'no base64!' }, 'The text can not be converted to a Blob: Invalid Base64'],
  ]
  for (const [json, message] of refused) {
    it(`refuses ${JSON.stringify(json)}`, () => {
      expect(() => decode(members, json as never))
        .to.throw(ServiceFault, message)
        .with.property('name', 'SerializationException')
    })
  }
})
