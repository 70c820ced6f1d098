/** Members that the service does not have, where what they are members of is known. */
import { expect } from 'chai'
import { memberCheck } from '../../src/commands/doctest-members.ts'

/** The wrong members of examples that stand in one file, by their messages. */
async function wrong(...sources: string[]): Promise<string[]> {
  const check = memberCheck()
  const found: string[] = []
  for (const source of sources) {
    for (const { message } of await check({ source, want: '' } as Parameters<typeof check>[0])) {
      found.push(/`(\w+)`/.exec(message)![1]!)
    }
  }
  return found
}

describe('members that the service does not have', () => {
  const cases: { title: string; sources: string[]; found?: string[] }[] = [
    { title: 'of a connection', sources: ['conn.query()'], found: ['query'] },
    { title: 'inside of a function', sources: ['const f = (x) => conn.query(x)'], found: ['query'] },
    { title: 'in a default', sources: ['const f = (x = conn.query()) => x'], found: ['query'] },
    { title: 'in a default below', sources: ['function f({ x: [y = conn.query()] }) {}'], found: ['query'] },
    {
      title: 'after a function that has its own',
      sources: ['const f = (conn) => 1; conn.query()'],
      found: ['query'],
    },
    {
      title: 'after a later example that has its own',
      sources: ['const f = (conn) => conn.query()', 'conn.query2()'],
      found: ['query2'],
    },
    {
      title: 'after an error of its name',
      sources: ['try { f() } catch (conn) { conn.query() }; conn.query2()'],
      found: ['query2'],
    },
    { title: 'not of a parameter', sources: ['const f = (conn) => conn.query()'] },
    { title: 'not of a parameter of a declaration', sources: ['function f(conn) { return conn.query() }'] },
    { title: 'not of a parameter of an expression', sources: ['f(function (conn) { return conn.query() })'] },
    { title: 'not of a parameter of a method', sources: ['class A { f(conn) { conn.query() } }'] },
    {
      title: 'not of a part of a parameter',
      sources: ['const f = ({ a: [conn] }, ...more) => conn.query()'],
    },
    {
      title: 'not of a rest',
      sources: ['const f = (...conn) => conn.query()', 'const g = ({ ...conn }) => conn.query()'],
    },
    { title: 'not of a rest of an array', sources: ['const f = ([a, ...conn]) => conn.query()'] },
    { title: 'not of a function of its name', sources: ['function conn() {}', 'conn.query()'] },
    { title: 'not of a function that knows its name', sources: ['f(function conn() { conn.query() })'] },
    {
      title: 'of answers, also in callbacks',
      sources: ['const { cases } = conn.describeCases()', 'cases.map((one) => one.titel)', 'cases[0].titel'],
      found: ['titel', 'titel'],
    },
    {
      title: 'not of a parameter with the name of an answer',
      sources: [
        'const { cases } = conn.describeCases()',
        'const f = (cases) => cases[0].titel',
        'cases.map((a, cases) => cases.x)',
      ],
    },
  ]
  for (const { title, sources, found = [] } of cases) {
    it(title, async () => expect(await wrong(...sources)).to.deep.equal(found))
  }
})
