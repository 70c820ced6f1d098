/** How an input looks on a screen: what is typed, and the picture of it with the cursor in it. */
import xterm from '@xterm/headless'
import { expect } from 'chai'
import fc from 'fast-check'
import { cursorPlace, type InputView, type Measure, paint } from '../../../src/shell/terminal/input-view.ts'

/** A screen as wide as this: where a text leaves off on it. */
const on =
  (columns: number): Measure =>
  (text) => {
    const { length } = text.replace(/\u001b\[\d+m/g, '')
    return { rows: Math.floor(length / columns), cols: length % columns }
  }

const view = (text: string, more: Partial<InputView> = {}): InputView => ({
  prompt: '>>> ',
  continuation: '... ',
  text: text.replace('|', ''),
  cursor: text.includes('|') ? text.indexOf('|') : text.length,
  ...more,
})

/** A terminal that shows what was painted, with a bar where the cursor is. */
async function picture(
  views: readonly InputView[],
  { columns = 20, rows = 8 } = {},
): Promise<{ readonly lines: string[]; readonly cursor: string }> {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true })
  let cursorRow = 0
  for (const each of views) {
    const painted = paint(each, { measure: on(columns), cursorRow, rows, dim: (text) => text })
    cursorRow = painted.cursorRow
    await new Promise<void>((done) => terminal.write(painted.output, done))
  }
  const { active } = terminal.buffer
  const lines: string[] = []
  for (let y = 0; y < active.length; y++) lines.push(active.getLine(y)!.translateToString().trimEnd())
  while (lines.at(-1) === '') lines.pop()
  return { lines, cursor: `${active.baseY + active.cursorY}:${active.cursorX}` }
}

const rows: { title: string; views: InputView[]; lines: string[]; cursor: string }[] = [
  { title: 'nothing yet', views: [view('')], lines: ['>>>'], cursor: '0:4' },
  { title: 'a line', views: [view('abc')], lines: ['>>> abc'], cursor: '0:7' },
  { title: 'the cursor in it', views: [view('a|bc')], lines: ['>>> abc'], cursor: '0:5' },
  {
    title: 'several lines, each with its prompt',
    views: [view('f(\n  |1\n)')],
    lines: ['>>> f(', '...   1', '... )'],
    cursor: '1:6',
  },
  {
    title: 'a line that the screen wraps',
    views: [view('0123456789abcdefXY')],
    lines: ['>>> 0123456789abcdef', 'XY'],
    cursor: '1:2',
  },
  {
    title: 'a line that ends at the edge',
    views: [view('0123456789abcdef')],
    lines: ['>>> 0123456789abcdef'],
    cursor: '1:0',
  },
  {
    title: 'the next line below one that ends at the edge',
    views: [view('0123456789abcdef\nx')],
    lines: ['>>> 0123456789abcdef', '... x'],
    cursor: '1:5',
  },
  {
    title: 'a suggestion behind it, the cursor before that',
    views: [view('con', { suggestion: 'st a = 1' })],
    lines: ['>>> const a = 1'],
    cursor: '0:7',
  },
  {
    title: 'lines below it',
    views: [view('a|b', { below: ['one', 'two'] })],
    lines: ['>>> ab', 'one', 'two'],
    cursor: '0:5',
  },
  {
    title: 'what was painted before is gone',
    views: [view('f(\n1\n2|', { below: ['one', 'two'] }), view('x')],
    lines: ['>>> x'],
    cursor: '0:5',
  },
  {
    title: 'colours take no room',
    views: [view('ab', { prompt: '\u001b[31m>>> \u001b[39m' })],
    lines: ['>>> ab'],
    cursor: '0:6',
  },
]

describe('An input on the screen', () => {
  for (const { title, views, lines, cursor } of rows) {
    it(`shows ${title}`, async () => {
      expect(await picture(views)).to.deep.equal({ lines, cursor })
    })
  }

  it('shows the lines around the cursor where there is no room for all', async () => {
    const text = Array.from({ length: 30 }, (_, index) => `line ${index}`).join('\n')
    const { lines } = await picture([view(text), view(text, { cursor: text.indexOf('line 9') })], { rows: 6 })
    expect(lines).to.include('... line 9')
    expect(lines.length).to.be.at.most(6)
  })

  it('stays where it is however often and however long it is painted', async () => {
    const anyText = fc
      .array(fc.string({ maxLength: 30 }), { minLength: 1, maxLength: 4 })
      .map((lines) => lines.join('\n').replace(/[^\n -~]/g, 'x'))
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { minLength: 1, maxLength: 6 }), fc.nat(), async (texts, at) => {
        const views = texts.map((text) => view('', { text, cursor: at % (text.length + 1) }))
        const size = { columns: 20, rows: 40 }
        const last = views.at(-1)!
        expect(await picture(views, size)).to.deep.equal(await picture([last], size))
        const { rows: row, cols } = cursorPlace(last, on(20))
        expect((await picture([last], size)).cursor).to.equal(`${row}:${cols}`)
      }),
      { numRuns: 60 },
    )
  })
})
