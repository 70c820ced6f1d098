import { expect } from 'chai'
import { suggest } from '../../../src/shell/history/suggest.ts'

describe('The suggestion from the history', () => {
  const entries = [
    'conn.describeCases()',
    'conn.describeServices()',
    'conn.createCase({\n  subject,\n})',
    'conn',
  ]
  const rows: { typed: string; suggested: string | undefined; why: string }[] = [
    { typed: 'conn.d', suggested: 'conn.describeServices()', why: 'the newest' },
    { typed: 'conn.describeC', suggested: 'conn.describeCases()', why: 'the only one' },
    { typed: 'conn.c', suggested: 'conn.createCase({\n  subject,\n})', why: 'of several lines' },
    {
      typed: 'conn.createCase({\n  ',
      suggested: 'conn.createCase({\n  subject,\n})',
      why: 'on its second line',
    },
    { typed: 'conn', suggested: 'conn.createCase({\n  subject,\n})', why: 'longer than what is typed' },
    { typed: 'conn.describeServices()', suggested: undefined, why: 'nothing goes on from it' },
    { typed: 'Conn', suggested: undefined, why: 'capitals count' },
    { typed: 'describe', suggested: undefined, why: 'in the middle only' },
    { typed: '', suggested: undefined, why: 'nothing is typed' },
    { typed: '  ', suggested: undefined, why: 'nothing but spaces is typed' },
  ]
  for (const { typed, suggested, why } of rows) {
    it(`of ${JSON.stringify(typed)}: ${why}`, () => expect(suggest(entries, typed)).to.equal(suggested))
  }
})
