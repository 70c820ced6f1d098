/** `.play`: a person with a document, key by key. What the screen shows stands beside the keys. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { playCommand } from '../../../src/commands/dot-commands/play-command.ts'
import type { TerminalAccess } from '../../../src/shell/dot-commands/dot-command.ts'
import { type TestShell, withShell } from './shell.ts'

interface Person {
  /** Keys to press at the questions to come; Ctrl-C where there are none left. */
  keys: string[]
  /** What was put at the prompt. */
  prefilled?: string
}

interface PlayOptions {
  readonly files: Readonly<Record<string, string>>
  readonly seed?: string
  readonly colors?: boolean
  readonly live?: boolean
}

async function playing(
  { files, live, ...options }: PlayOptions,
  use: (shell: TestShell & { person: Person; press(...keys: string[]): Person }) => Promise<void>,
) {
  const person: Person = { keys: [] }
  const terminal = {
    ask: async () => true,
    key: async (_prompt: string, keys: readonly string[]) => {
      const key = person.keys.shift()
      if (key !== undefined && !keys.includes(key)) throw new Error(`${key} is not asked for`)
      return key
    },
    prefill: (text: string) => {
      person.prefilled = text
    },
  } as Partial<TerminalAccess> as TerminalAccess
  await withShell(
    {
      ...options,
      terminal,
      more: ({ tap, run, mock }) => [
        playCommand({ tap, run: (source) => run(source), ...(live ? {} : { mock, seed: options.seed }) }),
      ],
    },
    async (shell) => {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(shell.folder, name), text)
      const press = (...keys: string[]) => Object.assign(person, { keys })
      await use({ ...shell, person, press })
    },
  )
}

const tour = `# A tour

<!-- doctest: setup
const hidden = 20
console.log('not seen')
-->

First a number, which is
**easy**:

\`\`\`ts
>>> hidden + 1
21
>>> const a = 1
\`\`\`

Then one that is wrong:

    >>> a
    2

<!-- doctest: skip next -->

    >>> notRun()
    'shown'

The end.
`

describe('.play FILE', () => {
  it('shows the text, runs each example on Enter, and says whether it is as the document says', async () => {
    await playing({ files: { 'tour.md': tour } }, async ({ type, press }) => {
      press('return', 'r', 'return')
      expect(await type('.play tour.md')).to.equal(`
A tour
======

First a number, which is easy:

>>> hidden + 1
21
As the document says.

>>> const a = 1
As the document says.

Then one that is wrong:

>>> a
1
Not as the document says:
  - 2
  + 1

>>> notRun()
'shown'
The document skips this one.

The end.
The end of tour.md: 3 run, 1 not as the document says`)
    })
  })

  it('runs them in this session, where their names stay', async () => {
    await playing({ files: { 'tour.md': tour } }, async ({ type, press }) => {
      press('a')
      await type('.play tour.md')
      expect(await type('[hidden, a]')).to.equal('[ 20, 1 ]')
    })
  })

  it('skips with s, and shows what would have been printed', async () => {
    await playing({ files: { 'tour.md': tour } }, async ({ type, press }) => {
      press('s', 's', 'q')
      expect(await type('.play tour.md')).to.match(/>>> hidden \+ 1\n21\n\n>>> const a = 1\n\nThen/)
      expect(await type('typeof a')).to.equal("'undefined'")
    })
  })

  it('leaves with q, and goes on there', async () => {
    await playing({ files: { 'tour.md': tour } }, async ({ type, press }) => {
      press('return', 'q')
      expect(await type('.play tour.md')).to.match(/Left at line 14 of tour\.md; \.play goes on there$/)
      await type('const hidden = 1')
      press('return', 'q')
      expect(await type('.play')).to.equal(`
>>> const a = 1
As the document says.

Then one that is wrong:

>>> a
Left at line 19 of tour.md; .play goes on there`)
    })
  })

  it('leaves with Ctrl-C at the question, and in the middle of an example, which is asked about again', async () => {
    const slow = '>>> await new Promise((go) => setTimeout(go, 60_000))\n>>> 2\n2\n'
    await playing({ files: { 'slow.rst': slow } }, async ({ type, press, shell, person }) => {
      expect(await type('.play slow.rst')).to.match(/Left at line 1/)
      press('return')
      const running = type('.play')
      while (person.keys.length > 0) await new Promise(setImmediate)
      await new Promise(setImmediate)
      shell.interrupt()
      expect(await running).to.match(/Uncaught Interrupted: stopped by Ctrl-C\nLeft at line 1 of slow\.rst/)
      press('s', 'r')
      expect(await type('.play')).to.match(/1 run, all as the document says, 1 skipped$/)
    })
  })

  it('leaves with Ctrl-C in the middle of an example also where one before it was a command', async () => {
    const slow = '>>> .record off\n>>> await new Promise((go) => setTimeout(go, 60_000))\n>>> 2\n'
    await playing({ files: { 'slow.rst': slow } }, async ({ type, press, shell, person }) => {
      press('return', 'return', 'return')
      const running = type('.play slow.rst')
      while (person.keys.length > 1) await new Promise(setImmediate)
      await new Promise(setImmediate)
      shell.interrupt()
      expect(await running).to.match(/Uncaught Interrupted: stopped by Ctrl-C\nLeft at line 2 of slow\.rst/)
    })
  })

  it('puts an example at the prompt with e, and goes on below it', async () => {
    await playing({ files: { 'tour.md': tour } }, async ({ type, press, person }) => {
      press('return', 'e')
      expect(await type('.play tour.md')).to.match(
        />>> const a = 1\nEdit it and run it; \.play goes on below it$/,
      )
      expect(person.prefilled).to.equal('const a = 1')
      await type('const a = 2')
      press('return')
      expect(await type('.play')).to.match(/>>> a\n2\nAs the document says\.\n/)
    })
  })

  it('ends: there is nothing to go on with then', async () => {
    await playing({ files: { 'one.rst': '>>> 1\n1\n' } }, async ({ type, press }) => {
      expect(await type('.play')).to.equal('Nothing is being played: .play [FILE]')
      press('r')
      expect(await type('.play one.rst')).to.match(/The end of one\.rst: 1 run, all as the document says$/)
      expect(await type('.play')).to.equal('Nothing is being played: .play [FILE]')
    })
  })

  it('has values that were shown stand for what they are here', async () => {
    const text = `>>> conn.createCase({ subject: 'a', communicationBody: 'b' })
{ caseId: 'case-...' }
>>> conn.resolveCase('case-...').finalCaseStatus
'resolved'
`
    await playing({ files: { 'ids.rst': text } }, async ({ type, press }) => {
      press('a')
      expect(await type('.play ids.rst')).to.match(
        />>> conn\.resolveCase\('case-\d{12}-[^']+'\)\.finalCaseStatus\n'resolved'\nAs the document says\./,
      )
    })
  })

  it('says that Python is Python, and runs none of it with a', async () => {
    const text =
      '>>> from boto.support.connection import SupportConnection\n>>> conn = SupportConnection()\n>>> len([])\n0\n'
    await playing({ files: { 'boto.rst': text } }, async ({ type, press }) => {
      press('r', 'a')
      const shown = await type('.play boto.rst')
      expect(shown).to.match(/import SupportConnection\nThis looks like Python.*\nUncaught SyntaxError/)
      expect(shown).to.match(/1 run, 1 not as the document says, 2 skipped$/)
      expect(await type('typeof conn.describeCases')).to.equal("'function'")
    })
  })

  it('says where the document begins with another state', async () => {
    const text = '<!-- doctest: seed demo -->\n\n    >>> 1\n    1\n'
    await playing({ files: { 'demo.md': text } }, async ({ type }) => {
      expect(await type('.play demo.md')).to.contain(
        'The document begins with the state demo here; the mock of this session began with tutorial: answers may differ (support-repl --seed demo).',
      )
    })
    await playing({ files: { 'demo.md': text }, seed: 'demo' }, async ({ type }) => {
      expect(await type('.play demo.md')).not.to.contain('The document begins')
    })
    await playing({ files: { 'plain.rst': '>>> 1\n1\n' }, live: true }, async ({ type }) => {
      expect(await type('.play plain.rst')).to.contain('this session has no mock')
    })
  })

  it('moves the clock of the mock as the document says', async () => {
    const text =
      '<!-- doctest: clock 2030-01-01T00:00:00Z -->\n\n    >>> mock.clock.now().getFullYear()\n    2030\n'
    await playing({ files: { 'clock.md': text } }, async ({ type, press }) => {
      press('r')
      expect(await type('.play clock.md')).to.contain('2030\nAs the document says.')
    })
  })

  it('shows what cannot be read, and what hidden code failed at', async () => {
    const text = '<!-- doctest: setup nothing() -->\n\n    >>>1\n\n    >>> 2\n    2\n'
    await playing({ files: { 'bad.md': text } }, async ({ type, press }) => {
      press('r')
      const shown = await type('.play bad.md')
      expect(shown).to.match(/bad\.md:1:\d+\n[\s\S]*The setup failed\./)
      expect(shown).to.match(/bad\.md:3:\d+\n/)
      expect(shown).to.match(/>>> 2\n2\nAs the document says\.\n/)
    })
  })

  it('is recorded as what was typed', async () => {
    await playing({ files: { 'tour.md': tour } }, async ({ type, press, file, failures }) => {
      await type('.record it.md')
      press('a')
      await type('.play tour.md')
      expect(file('it.md')).to.contain('>>> hidden + 1\n21\n>>> const a = 1\n>>> a\n1\n')
      expect(await failures('it.md')).to.deep.equal([])
    })
  })

  it('compares without colours and shows with them', async () => {
    await playing(
      { files: { 'c.rst': '>>> console.log({ a: 1 }); [2]\n{ a: 1 }\n[ 2 ]\n' }, colors: true },
      async ({ type, press }) => {
        press('r')
        const shown = await type('.play c.rst')
        expect(shown).to.contain('\u001b[33m1\u001b[39m').and.contain('As the document says.')
      },
    )
  })

  for (const [argument, said] of [
    ['nowhere.md', /nowhere\.md/],
    ['prose.md', 'prose.md has no examples: nothing starts with >>>'],
    ['a.md b.md', 'One FILE, not also b.md (a name with spaces goes in quotes): .play [FILE]'],
    ['code.ts', /code\.ts/],
  ] as const) {
    it(`says what is wrong with ${argument}`, async () => {
      await playing({ files: { 'prose.md': 'Nothing.\n', 'code.ts': '1' } }, async ({ type }) => {
        const text = await type(`.play ${argument}`)
        if (typeof said === 'string') expect(text).to.equal(said)
        else expect(text).to.match(said)
        expect(text).not.to.contain('\n').and.not.to.contain(' at ')
      })
    })
  }

  it('fails where nobody can press a key', async () => {
    await withShell({ more: ({ tap, run }) => [playCommand({ tap, run })] }, async ({ type }) => {
      expect(await type('.play tour.md')).to.equal(
        '.play needs a terminal, where keys are pressed; support-repl doctest FILE runs a file',
      )
    })
  })
})
