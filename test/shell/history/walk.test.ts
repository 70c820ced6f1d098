import { expect } from 'chai'
import { HistoryWalk } from '../../../src/shell/history/walk.ts'

describe('Walking through the history', () => {
  const entries = ['let a = 1', 'conn.describeCases()', 'let b = 2', 'conn.createCase({\n})', 'a + b']

  /** A step and what the line shows after it; `none` where the key has no effect. */
  type Step =
    | { up: string | 'none' }
    | { down: string | 'none' }
    /** The line is edited by hand. */
    | { edit: string }
    /** The cursor is moved there. */
    | { cursor: number }

  const walks: { title: string; typed: string; steps: Step[] }[] = [
    {
      title: 'goes up to the oldest and down to the empty line',
      typed: '',
      steps: [
        { up: 'a + b' },
        { up: 'conn.createCase({\n})' },
        { up: 'let b = 2' },
        { up: 'conn.describeCases()' },
        { up: 'let a = 1' },
        { up: 'none' },
        { down: 'conn.describeCases()' },
        { down: 'let b = 2' },
        { down: 'conn.createCase({\n})' },
        { down: 'a + b' },
        { down: '' },
        { down: 'none' },
      ],
    },
    {
      title: 'meets only what begins as the line does',
      typed: 'conn.',
      steps: [
        { up: 'conn.createCase({\n})' },
        { up: 'conn.describeCases()' },
        { up: 'none' },
        { down: 'conn.createCase({\n})' },
        { down: 'conn.' },
        { down: 'none' },
      ],
    },
    {
      title: 'takes what stands before the cursor for the beginning',
      typed: 'let x',
      steps: [
        { cursor: 4 },
        { up: 'let b = 2' },
        { up: 'let a = 1' },
        { down: 'let b = 2' },
        { down: 'let x' },
      ],
    },
    { title: 'stays where nothing begins so', typed: 'mock', steps: [{ up: 'none' }, { down: 'none' }] },
    { title: 'has nothing below the line', typed: 'let', steps: [{ down: 'none' }] },
    {
      title: 'skips what is shown already',
      typed: 'a + b',
      steps: [{ cursor: 0 }, { up: 'conn.createCase({\n})' }, { down: 'a + b' }],
    },
    {
      title: 'keeps what was edited on the way',
      typed: '',
      steps: [
        { up: 'a + b' },
        { edit: 'a - b' },
        { up: 'conn.createCase({\n})' },
        { edit: 'conn.createCase({ subject })' },
        { down: 'a - b' },
        { up: 'conn.createCase({ subject })' },
        { down: 'a - b' },
        { down: '' },
      ],
    },
    {
      title: 'filters anew when the line below all entries is edited',
      typed: 'let',
      steps: [
        { up: 'let b = 2' },
        { down: 'let' },
        { edit: 'a' },
        { up: 'a + b' },
        { up: 'none' },
        { down: 'a' },
        { edit: '' },
        { up: 'a + b' },
        { up: 'conn.createCase({\n})' },
      ],
    },
  ]
  for (const { title, typed, steps } of walks) {
    it(title, () => {
      const walk = new HistoryWalk(entries)
      let line = typed
      let cursor: number | undefined
      const shown = steps.map((step): Step => {
        if ('edit' in step) line = step.edit
        if ('cursor' in step) cursor = step.cursor
        if ('edit' in step || 'cursor' in step) return step
        const next = 'up' in step ? walk.up(line, cursor) : walk.down(line)
        if (next !== undefined) {
          line = next
          cursor = undefined
        }
        return 'up' in step ? { up: next ?? 'none' } : { down: next ?? 'none' }
      })
      expect(shown).to.deep.equal(steps)
    })
  }

  it('goes nowhere without entries', () => {
    const walk = new HistoryWalk([])
    expect([walk.up('x'), walk.down('x')]).to.deep.equal([undefined, undefined])
  })
})
