/** `.record` as a command: what it begins with, what it says, what it does with files, and how it ends. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { localError } from '../../../src/client/errors.ts'
import { loadCommand } from '../../../src/shell/dot-commands/load.ts'
import { withShell } from './shell.ts'

const create = (subject: string) => `conn.createCase({ subject: '${subject}', communicationBody: 'b' })`

describe('.record FILE', () => {
  it('begins with a title and the seed of the mock', async () => {
    await withShell({ seed: 'empty' }, async ({ type, file, failures }) => {
      expect(await type('.record first-hour.md')).to.equal(
        'Recording to first-hour.md; .record off ends it, a comment alone becomes prose',
      )
      await type('conn.describeCases().cases')
      expect(file('first-hour.md')).to.equal(
        '# First hour\n\n<!-- doctest: seed empty -->\n\n```ts\n>>> conn.describeCases().cases\n[]\n```\n',
      )
      expect(await failures('first-hour.md')).to.deep.equal([])
    })
  })

  it('writes RST where the name says so', async () => {
    await withShell({}, async ({ type, file, failures }) => {
      await type('.record tour.rst')
      await type('1')
      await type('// Now two:')
      await type("console.log('a\\n\\nb')\n")
      await type("console.log('...')")
      expect(file('tour.rst')).to.equal(`====
Tour
====

.. doctest: seed tutorial

>>> 1
1

Now two:

>>> console.log('a\\n\\nb')
a
<BLANKLINE>
b

.. doctest: skip next

>>> console.log('...')
<BLANKLINE>
...
`)
      expect(await failures('tour.rst')).to.deep.equal([])
    })
  })

  it('has each input on disk as soon as it has run, and only whole files', async () => {
    await withShell({}, async ({ type, file, folder }) => {
      await type('.record it.md')
      for (const number of [1, 2, 3]) {
        await type(String(number))
        expect(file('it.md')).to.match(new RegExp(`>>> ${number}\n${number}\n\`\`\`\n$`))
      }
      expect(readdirSync(folder)).to.deep.equal(['it.md'])
    })
  })

  it('says which names the file will not know', async () => {
    await withShell({}, async ({ type }) => {
      await type('const { cases } = conn.describeCases(); let n = 1; function f() {}')
      expect(await type('.record it.md')).to.contain(
        'The file will not know what was declared before: cases, n, f (.record FILE all begins with the first input)',
      )
    })
  })

  it('begins with the state of that moment where it is no longer that of the seed', async () => {
    await withShell({}, async ({ type, file, failures, folder }) => {
      await type(create('before'))
      await type("mock.clock.advance('P1D')")
      expect(await type('.record it.md')).to.contain(
        'What the mock holds at this moment is in it.state.json: a replay begins with it',
      )
      await type('conn.describeCases().cases.map(({ subject }) => subject)')
      expect(file('it.md')).to.match(
        /<!-- doctest: seed \.\/it\.state\.json -->\n\n<!-- doctest: clock \d{4}-[^ ]+Z -->\n/,
      )
      expect(file('it.md')).to.contain("[ 'before', 'A test case.' ]")
      expect(await failures('it.md')).to.deep.equal([])
      await type('.record off')
      await type('.record more.md')
      await type('.record off')
      mkdirSync(join(folder, 'other'))
      await type('.record other/it.md')
      expect(file('other/it.md')).to.contain('seed ./it.state.json')
    })
  })

  it('begins with the first input of the session where it is told so', async () => {
    await withShell({}, async ({ type, file, failures }) => {
      await type('const { cases } = conn.describeCases()')
      await type(create('before'))
      expect(await type('.record it.md all')).to.equal(
        'Recording to it.md, from the first input of this session on; .record off ends it, a comment alone becomes prose',
      )
      await type('cases.length')
      expect(file('it.md')).to.equal(`# It

<!-- doctest: seed tutorial -->

\`\`\`ts
>>> const { cases } = conn.describeCases()
>>> ${create('before')}
{ caseId: 'case-...' }
>>> cases.length
1
\`\`\`
`)
      expect(await failures('it.md')).to.deep.equal([])
    })
  })

  it('says which names the first inputs knew already, such as those of the start file', async () => {
    await withShell({}, async ({ type, session }) => {
      await session.run('const helper = 1; const $ = 2')
      await type('const { mine } = { mine: helper }')
      expect(await type('.record it.md all')).to.match(
        /\nThe file will not know what was declared before: helper, \$$/,
      )
    })
  })

  it('names a seed that is a file from where the transcript is', async () => {
    await withShell({}, async ({ type, folder, mock }) => {
      await type(create('saved'))
      writeFileSync(join(folder, 'saved.json'), JSON.stringify(mock.state()))
      mkdirSync(join(folder, 'docs'))
      await withShell({ seed: join(folder, 'saved.json') }, async ({ type, failures }) => {
        await type(`.record ${folder}/docs/it.md`)
        await type('conn.describeCases().cases.length')
        expect(readFileSync(join(folder, 'docs/it.md'), 'utf8')).to.contain('seed ../saved.json')
        expect(await failures(join('..', folder.split('/').at(-1)!, 'docs/it.md'))).to.deep.equal([])
      })
    })
  })

  for (const [argument, said] of [
    ['it.txt', 'A transcript is Markdown or RST: let the name end in .md or .rst, not it.txt'],
    [
      'it.md al',
      'al is not known here (a name with spaces goes in quotes): .record FILE [all] [append], .record off',
    ],
    ["'it.md", "A ' is not closed: 'it.md"],
    ['nowhere/it.md', /nowhere\/it\.md cannot be written: there is no such folder/],
    ['folder.md', /folder\.md cannot be read: it is a folder/],
    ['latin.md', /latin\.md is not UTF-8 text \(line 1\)/],
    [
      'there.md',
      'there.md is there already and stays as it is: name another file, or .record there.md append',
    ],
    [
      'open.md append',
      'open.md ends inside a code block, a comment or a part that is skipped: close that first',
    ],
    ['off', 'Nothing is being recorded: .record FILE [all] [append], .record off'],
    ['', 'Nothing is being recorded: .record FILE [all] [append], .record off'],
  ] as const) {
    it(`says what is wrong with ${JSON.stringify(argument)}`, async () => {
      await withShell({}, async ({ type, folder, file }) => {
        mkdirSync(join(folder, 'folder.md'))
        writeFileSync(join(folder, 'latin.md'), Buffer.from([0xe9]))
        writeFileSync(join(folder, 'there.md'), 'mine\n')
        writeFileSync(join(folder, 'open.md'), '```ts\n>>> 1\n1\n')
        const before = readdirSync(folder)
        const text = await type(`.record ${argument}`)
        if (typeof said === 'string') expect(text).to.equal(said)
        else expect(text).to.match(said)
        expect(readdirSync(folder)).to.deep.equal(before)
        expect(file('there.md')).to.equal('mine\n')
      })
    })
  }

  it('adds to a file below what is there, with a session of its own', async () => {
    await withShell({}, async ({ type, folder, file, failures }) => {
      writeFileSync(join(folder, 'it.md'), '# Mine\n\n```ts\n>>> const a = 1\n```\n\nThe end')
      chmodSync(join(folder, 'it.md'), 0o640)
      await type('.record it.md append')
      await type('typeof a')
      expect(file('it.md')).to.equal(
        "# Mine\n\n```ts\n>>> const a = 1\n```\n\nThe end\n\n<!-- doctest: seed tutorial -->\n\n```ts\n>>> typeof a\n'undefined'\n```\n",
      )
      expect(await failures('it.md')).to.deep.equal([])
    })
  })

  it('ends lines as the file does', async () => {
    await withShell({}, async ({ type, folder, file, failures }) => {
      writeFileSync(join(folder, 'it.md'), '# Mine\r\n')
      await type('.record it.md append')
      await type('`a\nb`')
      expect(file('it.md')).to.equal(
        "# Mine\r\n\r\n<!-- doctest: seed tutorial -->\r\n\r\n```ts\r\n>>> `a\r\n... b`\r\n'a\\nb'\r\n```\r\n",
      )
      expect(await failures('it.md')).to.deep.equal([])
    })
  })

  it('follows a link, and leaves it a link', async () => {
    await withShell({}, async ({ type, folder, file }) => {
      writeFileSync(join(folder, 'real.md'), 'Mine\n')
      symlinkSync('real.md', join(folder, 'it.md'))
      await type('.record it.md append')
      await type('1')
      expect(file('real.md')).to.match(/^Mine\n\n[\s\S]*>>> 1\n1\n/)
      expect(file('it.md')).to.equal(file('real.md'))
    })
  })

  it('records one file at a time', async () => {
    await withShell({}, async ({ type }) => {
      await type('.record a.md')
      expect(await type('.record b.md')).to.equal('a.md is being recorded: .record off ends that first')
      expect(await type('.record')).to.equal('0 examples in a.md so far; .record off ends it')
    })
  })
})

describe('What is recorded', () => {
  it('leaves out what was given up with Ctrl-C, and says so', async () => {
    await withShell({}, async ({ type, shell, file }) => {
      await type('.record it.md')
      const running = type('await new Promise(() => {})')
      await new Promise(setImmediate)
      shell.interrupt()
      expect(await running).to.contain('\nthis input is not in it.md: it was given up with Ctrl-C')
      await type('1')
      expect(file('it.md')).not.to.contain('Promise')
      expect(await type('.record off')).to.equal(
        '1 example in it.md, 1 input left out (it was given up with Ctrl-C); replayed on a fresh mock: it passes',
      )
    })
  })

  it('leaves out what the guard refused, also where the input went on', async () => {
    const approve = async () => {
      throw localError('WriteRefused', 'createCase was not sent')
    }
    await withShell({ approve }, async ({ type, file }) => {
      await type('.record it.md')
      expect(await type(create('a'))).to.contain('this input is not in it.md: a write was refused')
      await type(`try { ${create('a')} } catch (error) { error.name }`)
      expect(file('it.md')).to.equal('# It\n\n<!-- doctest: seed tutorial -->\n')
    })
  })

  it('leaves out calls of a dry run', async () => {
    await withShell({}, async ({ type, modes, file, failures }) => {
      await type('.record it.md')
      modes.dryRun = true
      expect(await type(create('a'))).to.contain('this input is not in it.md: dry run is on')
      await type('1')
      modes.dryRun = false
      await type('conn.describeCases().cases.length')
      expect(file('it.md')).to.contain('>>> 1\n1\n>>> conn.describeCases().cases.length\n1\n')
      expect(await failures('it.md')).to.deep.equal([])
    })
  })

  it('leaves out dot commands, and inputs that go on', async () => {
    await withShell({}, async ({ type, file }) => {
      await type('.record it.md')
      await type('.record')
      await type('.nothing')
      await type('conn.describeCases({')
      expect(file('it.md')).to.equal('# It\n\n<!-- doctest: seed tutorial -->\n')
    })
  })

  it('leaves out what no file of text holds', async () => {
    await withShell({}, async ({ type, file }) => {
      await type('.record it.rst')
      for (const input of ['`a\0b`', "'\ud800'", '// a \0', 'foo() // doctest: +NONSENSE']) {
        expect(await type(input)).to.contain('this input is not in it.rst: a transcript cannot hold it\n')
      }
      expect(file('it.rst')).to.equal('==\nIt\n==\n\n.. doctest: seed tutorial\n')
    })
  })

  it('says that a key was left out', async () => {
    await withShell({}, async ({ type, file }) => {
      await type('.record it.md')
      const said = await type(
        "process.env.AWS_SECRET_ACCESS_KEY = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'",
      )
      expect(said).to.contain('what looks like a key is not in it.md\n')
      expect(await type('// not AKIAIOSFODNN7EXAMPLE')).to.contain('what looks like a key is not in it.md\n')
      expect(file('it.md')).to.match(/\nnot <redacted>\n$/)
      expect(file('it.md')).to.contain(">>> process.env.AWS_SECRET_ACCESS_KEY = '<redacted>'\n'...'\n")
    })
  })

  it('prints tables as values', async () => {
    await withShell({}, async ({ type, modes, file }) => {
      await type('.record it.md')
      modes.table = true
      await type('[{ a: 1 }, { a: 2 }]')
      expect(file('it.md')).to.contain('[ { a: 1 }, { a: 2 } ]\n')
    })
  })

  it('takes the statements of a file that is loaded as inputs, in the order in which they run', async () => {
    const script = [
      '// A comment, and types.',
      'const { caseId } = conn.createCase({ subject: title("a"), communicationBody: "b" as string })',
      'title(caseId)',
      'import { sep } from "node:path"',
      '{ a: 1 }',
      'console.log(1); throw new Error("no")',
      'conn.resolveCase(caseId)',
      'function title(text: string) { return text.slice(0, 5) }',
    ]
    await withShell({ more: () => [loadCommand] }, async ({ type, folder, file, failures }) => {
      writeFileSync(join(folder, 'a.ts'), script.join('\n'))
      writeFileSync(join(folder, 'wrong.ts'), '1\nconst = 2')
      await type('.record it.md')
      await type('.load a.ts')
      await type('.load wrong.ts')
      await type('2')
      const [, recorded] = file('it.md').split('```ts\n')
      expect(recorded).to.equal(
        [
          '>>> import { sep } from "node:path";',
          '>>> function title(text) {',
          '... \treturn text.slice(0, 5);',
          '... }',
          '>>> const { caseId } = conn.createCase({',
          '... \tsubject: title("a"),',
          '... \tcommunicationBody: "b"',
          '... });',
          '>>> title(caseId);',
          "'case-'",
          '>>> {',
          '... \ta: 1;',
          '... };',
          '1',
          '>>> console.log(1);',
          '1',
          '>>> throw new Error("no");',
          'Uncaught Error: no',
          '>>> 2',
          '2',
          '```',
          '',
        ].join('\n'),
      )
      expect(await failures('it.md')).to.deep.equal([])
    })
  })

  it('has nothing of what timers write between inputs', async () => {
    await withShell({}, async ({ type, file, failures }) => {
      await type('.record it.md')
      await type(
        "const said = new Promise((tell) => setTimeout(() => { console.log('late'); tell() }, 1)); void 0",
      )
      await type('await said')
      await type("setImmediate(() => console.log('later')); void 0")
      await new Promise((resolve) => setTimeout(resolve, 5))
      await type('1')
      expect(file('it.md')).to.match(/void 0\n>>> 1\n1\n```\n$/)
      void failures
    })
  })

  it('moves the clock of a replay where time counts', async () => {
    await withShell({ pause: () => 2000 }, async ({ type, file, failures, mock }) => {
      await type('.record it.md')
      await type('conn.describeCases().cases.length')
      await type("conn.refreshTrustedAdvisorCheck('Qch7DwouX1').status.status")
      mock.clock.advance('PT2S')
      await type(
        "conn.describeTrustedAdvisorCheckRefreshStatuses({ checkIds: ['Qch7DwouX1'] }).statuses[0].status",
      )
      await type('1')
      mock.clock.advance('PT4S')
      await type(
        "conn.describeTrustedAdvisorCheckRefreshStatuses({ checkIds: ['Qch7DwouX1'] }).statuses[0].status",
      )
      expect(file('it.md').match(/'enqueued'|'processing'|'success'|clock PT\d+S/g)).to.deep.equal([
        "'enqueued'",
        'clock PT2S',
        "'processing'",
        'clock PT4S',
        "'success'",
      ])
      expect(await failures('it.md')).to.deep.equal([])
    })
  })
})

describe('A recording with times in it', () => {
  for (const [all, first] of [
    ['', '1'],
    [' all', '0'],
  ] as const) {
    it(`keeps the times of the cases once one is typed${all}`, async () => {
      await withShell({ seed: 'demo' }, async ({ type, file, failures, folder }) => {
        await type('0')
        await type(`.record it.md${all}`)
        await type('1')
        expect(file('it.md')).to.contain('seed demo')
        const said = await type(
          "conn.describeCases({ afterTime: '2020-01-01', maxResults: 10 }).cases.length",
        )
        expect(said).to.equal(
          'a time was typed: what the mock held is in a file beside it.md, for a replay on another day\n10',
        )
        await type("conn.describeCases({ beforeTime: '2020-01-01' }).cases.length")
        writeFileSync(join(folder, 'it.md'), `${file('it.md')}\nMine.\n`)
        await type('2')
        expect(file('it.md')).to.match(/cases\.length\n0\n```\n\nMine\.\n\n```ts\n>>> 2\n2\n```\n$/)
        expect(file('it.md')).to.match(
          new RegExp(`^# It\n\n.*seed ./it.state.json -->\n\n.*clock 2.*Z -->\n\n\`{3}ts\n>>> ${first}\n`),
        )
        expect(readdirSync(folder).sort()).to.deep.equal(['it.md', 'it.state.json'])
        expect(await failures('it.md')).to.deep.equal([])
      })
    })
  }

  it('gives an input that took long more time in a replay', async () => {
    await withShell({ pause: () => 6000 }, async ({ type, file, failures }) => {
      await type('.record it.md')
      await type('1')
      expect(file('it.md')).to.contain('<!-- doctest: +TIMEOUT=24000 -->\n\n```ts\n>>> 1\n1\n')
      expect(await failures('it.md')).to.deep.equal([])
    })
  })
})

describe('The file of a recording', () => {
  it('goes on where its folder comes back: nothing is missing then', async () => {
    await withShell({}, async ({ type, folder, file, failures }) => {
      const docs = join(folder, 'docs')
      mkdirSync(docs)
      await type('.record docs/it.md')
      await type('1')
      renameSync(docs, join(folder, 'away'))
      expect(await type('2')).to.match(
        /^.*docs\/it\.md cannot be written: there is no such folder; the next input tries again\n2$/,
      )
      expect(await type('3')).to.equal('3')
      renameSync(join(folder, 'away'), docs)
      expect(await type('4')).to.equal('docs/it.md is written again; nothing is missing\n4')
      expect(file('docs/it.md')).to.contain('>>> 1\n1\n>>> 2\n2\n>>> 3\n3\n>>> 4\n4\n')
      expect(await failures('docs/it.md')).to.deep.equal([])
    })
  })

  it('says at the end what could not be written', async () => {
    await withShell({}, async ({ type, folder }) => {
      mkdirSync(join(folder, 'docs'))
      await type('.record docs/it.md')
      renameSync(join(folder, 'docs'), join(folder, 'away'))
      await type('1')
      expect(await type('.record off')).to.equal(
        '1 example in docs/it.md, but not all of it could be written; .record FILE all writes it elsewhere',
      )
    })
  })

  it('keeps what somebody else writes into it meanwhile', async () => {
    await withShell({}, async ({ type, folder, file, failures }) => {
      await type('.record it.md')
      await type(create('a'))
      writeFileSync(join(folder, 'it.md'), `${file('it.md')}\nA word of mine.\n`)
      expect(await type('1')).to.equal(
        'it.md was changed by someone else: that stays, and the recording goes on below it\n1',
      )
      await type('2')
      expect(file('it.md')).to.match(/\n```\n\nA word of mine\.\n\n```ts\n>>> 1\n1\n>>> 2\n2\n```\n$/)
      expect(await failures('it.md')).to.deep.equal([])
    })
  })

  it('waits where somebody else has opened a block in it', async () => {
    await withShell({}, async ({ type, folder, file }) => {
      await type('.record it.md')
      await type('1')
      const whole = file('it.md')
      writeFileSync(join(folder, 'it.md'), `${whole}\n<!--\n`)
      expect(await type('2')).to.equal(
        'it.md ends inside a code block, a comment or a part that is skipped; the next input tries again\n2',
      )
      writeFileSync(join(folder, 'it.md'), `${whole}\n<!-- -->\n`)
      await type('3')
      expect(file('it.md')).to.match(/<!-- -->\n\n```ts\n>>> 2\n2\n>>> 3\n3\n```\n$/)
    })
  })

  it('is made again where it was removed', async () => {
    await withShell({}, async ({ type, folder, file }) => {
      await type('.record it.md')
      await type('1')
      renameSync(join(folder, 'it.md'), join(folder, 'old.md'))
      await type('2')
      expect(file('it.md')).to.contain('>>> 1\n1\n>>> 2\n2\n')
      expect(existsSync(join(folder, 'old.md'))).to.equal(true)
    })
  })
})

describe('.record off', () => {
  it('tells how many examples there are, and that the file replays', async () => {
    await withShell({}, async ({ type }) => {
      await type('.record it.md')
      await type('1')
      await type(create('a'))
      expect(await type('.record off')).to.equal('2 examples in it.md; replayed on a fresh mock: it passes')
      expect(await type('.record')).to.match(/^Nothing is being recorded/)
    })
  })

  it('shows what does not replay', async () => {
    await withShell({}, async ({ type }) => {
      await type('let n = 0')
      await type('.record it.md')
      await type('n + 1')
      const said = await type('.record off')
      expect(said).to.contain('1 example in it.md; replayed on a fresh mock: 1 example of it fails\n')
      expect(said).to.contain(
        'it.md:6:1\n    >>> n + 1\n  - 1\n  + Uncaught ReferenceError: n is not defined\n',
      )
    })
  })

  it('shows the first three of many failures', async () => {
    await withShell({}, async ({ type }) => {
      await type('let n = 0')
      await type('.record it.md')
      for (let number = 0; number < 5; number++) await type('n')
      const said = await type('.record off')
      expect(said).to.match(
        /5 examples of it fail\n(?:.*it\.md:\d+:1\n[\s\S]*?){3}And 2 more: support-repl doctest it\.md$/,
      )
    })
  })

  it('offers the check where there is no mock', async () => {
    await withShell({ live: true }, async ({ type, file }) => {
      expect(await type('.record it.md')).to.contain(
        'A replay runs on a mock: it passes where that holds the same cases',
      )
      await type('1')
      expect(await type('.record off')).to.equal(
        '1 example in it.md; see whether it replays on a mock: support-repl doctest it.md',
      )
      expect(file('it.md')).to.equal('# It\n\n```ts\n>>> 1\n1\n```\n')
    })
  })

  it('gives the check up with Ctrl-C', async () => {
    await withShell({}, async ({ type, shell }) => {
      await type('.record it.md')
      for (let number = 0; number < 5; number++) await type('await new Promise((go) => setTimeout(go, 1))')
      const ending = type('.record off')
      await new Promise(setImmediate)
      shell.interrupt()
      expect(await ending).to.equal('5 examples in it.md; the check was given up: support-repl doctest it.md')
    })
  })
})

describe('A recording on a live account', () => {
  it('shows a connection with keys, and does not make it again in a replay', async () => {
    await withShell({ live: true }, async ({ type, file, failures }) => {
      await type('.record it.md')
      const said = await type(
        "const conn = new SupportConnection('AKIAIOSFODNN7EXAMPLE', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY')",
      )
      expect(said).to.contain('this input is in it.md, and a replay skips it: its keys are not in the file\n')
      expect(file('it.md')).to.contain(
        "<!-- doctest: skip next -->\n\n```ts\n>>> const conn = new SupportConnection('<redacted>', '<redacted>')\n```\n",
      )
      expect(await failures('it.md')).to.deep.equal([])
    })
  })
})

describe('Completion of .record', () => {
  it('has transcripts and folders, then the words', async () => {
    await withShell({}, async ({ type, folder, complete }) => {
      mkdirSync(join(folder, 'docs'))
      for (const name of ['a.md', 'b.rst', 'c.txt']) writeFileSync(join(folder, name), '')
      expect(await complete('record', '')).to.deep.equal(['a.md', 'b.rst', 'docs/'])
      expect(await complete('record', 'a.md ')).to.deep.equal(['a.md all', 'a.md append'])
      expect(await complete('record', 'a.md all a')).to.deep.equal(['a.md all append'])
      await type('.record new.md')
      expect(await complete('record', 'o')).to.deep.equal(['off'])
    })
  })
})
