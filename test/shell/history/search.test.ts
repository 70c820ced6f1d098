import { expect } from 'chai'
import fc from 'fast-check'
import {
  type Search,
  type SearchKey,
  type SearchStep,
  searchKey,
  searchView,
  startSearch,
} from '../../../src/shell/history/search.ts'

const entries = [
  'conn.describeCases()',
  'const ids = cases.map(({ caseId }) => caseId)',
  'conn.createCase({\n  subject: "Disk",\n  severityCode: "low",\n})',
  'conn.resolveCase(ids[0])',
  'conn.describeServices()',
]

const key = {
  'Ctrl-R': { name: 'older' },
  'Ctrl-S': { name: 'newer' },
  Backspace: { name: 'backspace' },
  Enter: { name: 'run' },
  Right: { name: 'edit' },
  'Ctrl-G': { name: 'cancel' },
} as const satisfies Record<string, SearchKey>

type Typed = keyof typeof key | { type: string }

const keyOf = (typed: Typed): SearchKey =>
  typeof typed === 'string' ? key[typed] : { name: 'text', text: typed.type }

/** What the screen shows, on one line, with the match in brackets. */
function shown(search: Search): string {
  const { prompt, line, lines } = searchView(search)
  const { text, from, to, number } = line
  const marked = from === to ? text : `${text.slice(0, from)}[${text.slice(from, to)}]${text.slice(to)}`
  return `${prompt}${marked}${lines > 1 ? ` (line ${number} of ${lines})` : ''}`
}

describe('Searching the history', () => {
  /** Keys and what each shows, until the search is over. */
  const sessions: {
    title: string
    original?: string
    last?: string
    steps: [Typed, string | SearchStep][]
  }[] = [
    {
      title: 'shows the newest match of what is typed, and older ones on Ctrl-R',
      steps: [
        [{ type: 'c' }, "(reverse-i-search)`c': [c]onn.describeServices()"],
        [{ type: 'ase' }, "(reverse-i-search)`case': conn.resolve[Case](ids[0])"],
        ['Ctrl-R', "(reverse-i-search)`case': conn.create[Case]({ (line 1 of 4)"],
        ['Ctrl-R', "(reverse-i-search)`case': const ids = [case]s.map(({ caseId }) => caseId)"],
        ['Ctrl-S', "(i-search)`case': conn.create[Case]({ (line 1 of 4)"],
        ['Right', { status: 'edit', text: entries[2]!, cursor: 11 }],
      ],
    },
    {
      title: 'stays at a match that also matches what is typed next',
      steps: [
        [{ type: 'desc' }, "(reverse-i-search)`desc': conn.[desc]ribeServices()"],
        [{ type: 'ribe' }, "(reverse-i-search)`describe': conn.[describe]Services()"],
        [{ type: 'c' }, "(reverse-i-search)`describec': conn.[describeC]ases()"],
      ],
    },
    {
      title: 'runs what it shows on Enter',
      steps: [
        [{ type: 'ids[' }, "(reverse-i-search)`ids[': conn.resolveCase([ids[]0])"],
        ['Enter', { status: 'run', text: 'conn.resolveCase(ids[0])', cursor: 17 }],
      ],
    },
    {
      title: 'shows the line of a longer input that has the match',
      steps: [[{ type: 'low' }, '(reverse-i-search)`low\':   severityCode: "[low]", (line 3 of 4)']],
    },
    {
      title: 'says that nothing matches, and Backspace goes back to what did',
      steps: [
        [{ type: 'serv' }, "(reverse-i-search)`serv': conn.describe[Serv]ices()"],
        [{ type: 'x' }, "(failed reverse-i-search)`servx': "],
        [{ type: 'y' }, "(failed reverse-i-search)`servxy': "],
        ['Ctrl-R', "(failed reverse-i-search)`servxy': "],
        ['Backspace', "(failed reverse-i-search)`servx': "],
        ['Backspace', "(reverse-i-search)`serv': conn.describe[Serv]ices()"],
      ],
    },
    {
      title: 'takes the steps of a character back with it',
      steps: [
        [{ type: 'cas' }, "(reverse-i-search)`cas': conn.resolve[Cas]e(ids[0])"],
        [{ type: 'es' }, "(reverse-i-search)`cases': const ids = [cases].map(({ caseId }) => caseId)"],
        ['Ctrl-R', "(reverse-i-search)`cases': conn.describe[Cases]()"],
        ['Backspace', "(reverse-i-search)`case': conn.resolve[Case](ids[0])"],
      ],
    },
    {
      title: 'neither runs nor edits what does not match',
      original: 'half ty',
      steps: [
        [{ type: 'nothing' }, "(failed reverse-i-search)`nothing': "],
        ['Enter', { status: 'edit', text: 'half ty', cursor: 7 }],
      ],
    },
    {
      title: 'stays at the last match where there is no other, and says so',
      steps: [
        [{ type: 'Services' }, "(reverse-i-search)`Services': conn.describe[Services]()"],
        ['Ctrl-R', "(failed reverse-i-search)`Services': conn.describe[Services]()"],
        ['Ctrl-S', "(failed i-search)`Services': conn.describe[Services]()"],
        ['Enter', { status: 'run', text: 'conn.describeServices()', cursor: 13 }],
      ],
    },
    {
      title: 'looks through all when nothing was found on one side',
      steps: [
        [{ type: 'const' }, "(reverse-i-search)`const': [const] ids = cases.map(({ caseId }) => caseId)"],
        [{ type: 'x' }, "(failed reverse-i-search)`constx': "],
        ['Backspace', "(reverse-i-search)`const': [const] ids = cases.map(({ caseId }) => caseId)"],
        ['Backspace', "(reverse-i-search)`cons': [cons]t ids = cases.map(({ caseId }) => caseId)"],
        ['Backspace', "(reverse-i-search)`con': [con]n.describeServices()"],
      ],
    },
    {
      title: 'counts capitals only where some are typed',
      steps: [
        [{ type: 'disk' }, '(reverse-i-search)`disk\':   subject: "[Disk]", (line 2 of 4)'],
        ['Backspace', '(reverse-i-search)`dis\':   subject: "[Dis]k", (line 2 of 4)'],
        [{ type: 'K' }, "(failed reverse-i-search)`disK': "],
      ],
    },
    {
      title: 'shows the line as it was until something is typed',
      original: 'half ty',
      steps: [
        ['Ctrl-R', "(reverse-i-search)`': half ty"],
        ['Backspace', "(reverse-i-search)`': half ty"],
        ['Right', { status: 'edit', text: 'half ty', cursor: 7 }],
      ],
    },
    {
      title: 'runs the line as it was where nothing is looked for',
      original: '6 * 7',
      steps: [['Enter', { status: 'run', text: '6 * 7', cursor: 5 }]],
    },
    {
      title: 'looks for the last word again on Ctrl-R',
      last: 'reso',
      steps: [['Ctrl-R', "(reverse-i-search)`reso': conn.[reso]lveCase(ids[0])"]],
    },
    {
      title: 'gives the line back when it is given up',
      original: 'half ty',
      steps: [
        [{ type: 'case' }, "(reverse-i-search)`case': conn.resolve[Case](ids[0])"],
        ['Ctrl-G', { status: 'cancelled', text: 'half ty', cursor: 7 }],
      ],
    },
  ]
  for (const { title, original = '', last, steps } of sessions) {
    it(title, () => {
      let search = startSearch(entries, original)
      const seen = steps.map(([typed]): [Typed, string | SearchStep] => {
        const step = searchKey(search, keyOf(typed), last)
        if (step.status !== 'searching') return [typed, step]
        search = step.search
        return [typed, shown(search)]
      })
      expect(seen).to.deep.equal(steps)
    })
  }

  it('shows only entries that have what is typed, whatever is typed', () => {
    const keys = fc.array(
      fc.oneof(
        fc.constantFrom<Typed>('Ctrl-R', 'Ctrl-S', 'Backspace'),
        fc.record({
          type: fc.oneof(
            fc.constantFrom('c', 'a', 's', 'e', '(', '[', '\\', 'ß'),
            fc.string({ unit: 'binary' }),
          ),
        }),
      ),
    )
    fc.assert(
      fc.property(keys, (typed) => {
        let search = startSearch(entries, '')
        for (const each of typed) {
          const step = searchKey(search, keyOf(each))
          if (step.status !== 'searching') throw new Error('The search is over')
          search = step.search
          const { text, from, to } = searchView(search)
          if (search.query === '') continue
          if (search.at === undefined) expect(text).to.equal('')
          else expect(text.slice(from, to).toLowerCase()).to.equal(search.query.toLowerCase())
        }
      }),
    )
  })
})
