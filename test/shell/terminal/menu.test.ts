/** The list of TAB: candidates, the room there is, and its lines. */
import { expect } from 'chai'
import fc from 'fast-check'
import { menuLines } from '../../../src/shell/terminal/menu.ts'

const plain = { colors: false, unicode: true, rows: 10 }
const named = (...names: string[]) => names.map((text) => ({ text }))

describe('The list of TAB', () => {
  it('has names side by side, as wide as the widest', () => {
    expect(menuLines(named('a', 'bbb', 'cc', 'd'), { ...plain, columns: 12 })).to.deep.equal([
      'a    bbb',
      'cc   d',
    ])
  })

  it('has a line for each where something is said beside it', () => {
    const candidates = [{ text: "'case-1'", note: 'A test case. (opened)' }, { text: "'case-22'" }]
    expect(menuLines(candidates, { ...plain, columns: 30 })).to.deep.equal([
      "'case-1'   A test case. (ope…",
      "'case-22'",
    ])
  })

  it('cuts with points where the terminal has ASCII alone', () => {
    const [line] = menuLines([{ text: 'name', note: 'a long note' }], {
      ...plain,
      unicode: false,
      columns: 14,
    })
    expect(line).to.equal('name  a lo...')
  })

  it('says how many there are besides', () => {
    const many = Array.from({ length: 100 }, (_, index) => ({ text: `name${index}`, note: 'x' }))
    const lines = menuLines(many, { ...plain, rows: 5, columns: 40 })
    expect(lines).to.have.length(5)
    expect(lines.at(-1)).to.equal('96 more')
  })

  it('shows the chosen one, wherever it is in the list', () => {
    const many = Array.from({ length: 100 }, (_, index) => ({ text: `name${index}`, note: 'x' }))
    const lines = menuLines(many, { ...plain, colors: true, rows: 5, columns: 40, selected: 57 })
    expect(lines.filter((line) => line.includes('\u001b[7m'))).to.have.length(1)
    expect(lines.find((line) => line.includes('\u001b[7m'))).to.include('name57')
  })

  it('fits the screen, whatever it lists', () => {
    const candidate = fc.record({
      text: fc.string({ minLength: 1 }),
      note: fc.option(fc.string(), { nil: undefined }),
    })
    fc.assert(
      fc.property(
        fc.array(candidate, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 4, max: 120 }),
        fc.integer({ min: 1, max: 30 }),
        (candidates, columns, rows) => {
          const lines = menuLines(candidates, { ...plain, columns, rows })
          expect(lines.length).to.be.at.most(Math.max(rows, 2))
          for (const line of lines) expect(line.length).to.be.below(Math.max(columns, '40 more'.length + 1))
        },
      ),
    )
  })
})
