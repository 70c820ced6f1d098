import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { notRun } from '../not-run.ts'
import { keys, newFolder, startMock } from './command.ts'
import { describeInTerminal } from './terminal.ts'

describeInTerminal('the shell at a terminal', (open) => {
  describe('start', () => {
    it('names the mock in its banner, and shows its prompt', async () => {
      await using shell = open(['--mock'])
      await shell.untilPrompt()
      expect(shell.screen()).to.match(/^support-repl \d+\.\d+\.\d+\b.*\bmock\b/)
      expect(shell.screen()).to.match(/\n>>>$/)
    })

    it('is on the mock where no credentials are configured, and says so', async () => {
      await using shell = open([])
      await shell.untilPrompt()
      expect(shell.screen()).to.match(/^support-repl .*\bmock\b/)
    })

    it('is live where keys are configured, and says so', async () => {
      await using shell = open(['--region', 'eu-west-1'], { env: keys })
      await shell.untilPrompt()
      expect(shell.screen()).to.match(/^support-repl .*\blive\b.*\beu-west-1\b/)
      expect(shell.screen()).to.not.match(/\bmock\b/)
    })

    for (const option of ['--quiet', '-q']) {
      it(`has no banner with ${option}`, async () => {
        await using shell = open(['--mock', option])
        await shell.untilPrompt()
        expect(shell.screen()).to.equal('>>>')
      })
    }
  })

  /** What is typed and what the screen shows: the whole screen. */
  const sessions: { title: string; transcript: string; args?: string[] }[] = [
    {
      title: 'prints what operations answer as Node prints it',
      transcript: `
        >>> conn.describeCases().cases[0].subject
        'A test case.'
        >>> const { cases } = await conn.describeCases({ caseIdList: ['case-1'] })
        >>> cases.map(({ caseId, subject }) => ({ caseId, subject }))
        [ { caseId: 'case-1', subject: 'A test case.' } ]
        >>> conn.describeCommunications('case-1').communications.length
        1
      `,
    },
    {
      title: 'prints other values as Node prints them',
      transcript: `
        >>> 1 + 1
        2
        >>> "it's"
        "it's"
        >>> undefined
        >>> null
        null
        >>> new Map([['a', 1]])
        Map(1) { 'a' => 1 }
        >>> console.log('one'); console.log('two'); 'three'
        one
        two
        'three'
      `,
    },
    {
      title: 'prints a fault of the service on one line, without a stack',
      transcript: `
        >>> conn.resolveCase('case-2')
        Uncaught CaseIdNotFound: No case with the id case-2 was found in this account.
        >>> conn.describeCases({ caseIdList: ['case-2'] })
        Uncaught CaseIdNotFound: No case with the id case-2 was found in this account.
      `,
    },
    {
      title: 'tells a misspelt member from a missing one, and sends neither',
      transcript: `
        >>> conn.describeCases({ caseIdLst: ['case-1'] })
        Uncaught InvalidInput: Unknown member caseIdLst; did you mean caseIdList?
        >>> conn.createCase({ subject: 'Help' })
        Uncaught InvalidInput: Missing member communicationBody of createCase
        >>> mock.requests().length
        0
      `,
    },
    {
      title: 'prints errors of the input in one line',
      transcript: `
        >>> nope
        Uncaught ReferenceError: nope is not defined
        >>> null.x
        Uncaught TypeError: Cannot read properties of null (reading 'x')
        >>> 1 +* 2
        Uncaught SyntaxError: Unexpected token '*'
        >>> throw { a: 1 }
        Uncaught { a: 1 }
      `,
    },
    {
      title: 'goes on at `... ` until the input is complete',
      transcript: `
        >>> conn.describeCases({
        ...   caseIdList: ['case-1'],
        ... }).cases.length
        1
        >>> function twice(n) {
        ...   return 2 * n
        ... }
        >>> twice(21)
        42
        >>> \`a
        ... b\`
        'a\\nb'
      `,
    },
    {
      title: 'declares const again, and keeps it constant',
      transcript: `
        >>> const a = 1
        >>> a = 2
        Uncaught TypeError: Assignment to constant variable.
        >>> a
        1
        >>> const a = 3
        >>> a
        3
      `,
    },
    {
      title: 'takes TypeScript',
      transcript: `
        >>> const ids: string[] = conn.describeCases().cases.map((each: { caseId: string }) => each.caseId)
        >>> ids
        [ 'case-1' ]
        >>> interface Named {
        ...   name: string
        ... }
        >>> ({ name: 'x' } satisfies Named).name as string
        'x'
      `,
    },
    {
      title: 'imports, support-repl too',
      transcript: `
        >>> import { SupportConnection, regions } from 'support-repl'
        >>> new SupportConnection().describeCases().cases.length
        1
        >>> regions()[0].name
        'us-east-1'
        >>> import { join } from 'node:path'
        >>> join('a', 'b')
        'a/b'
        >>> (await import('support-repl/mock')).startMockEndpoint.name
        'startMockEndpoint'
      `,
    },
    {
      title: 'refuses what changes something with --read-only',
      args: ['--read-only'],
      transcript: `
        >>> conn.resolveCase('case-1')
        Uncaught WriteRefused: resolveCase changes something, and this session is --read-only
        >>> conn.describeCases().cases.length
        1
      `,
    },
    {
      title: 'holds what --seed says',
      args: ['--seed', 'empty'],
      transcript: `
        >>> conn.describeCases()
        { cases: [] }
      `,
    },
    {
      title: 'prints JSON with --json',
      args: ['--json'],
      transcript: `
        >>> conn.describeCases().cases[0].subject
        "A test case."
        >>> nope
        {"name":"ReferenceError","message":"nope is not defined"}
      `,
    },
  ]

  describe('a session', () => {
    for (const { title, transcript, args = [] } of sessions) {
      it(title, async () => {
        await using shell = open(['--mock', '--quiet', ...args])
        await shell.follow(transcript)
      })
    }

    it('shows the same on a screen that is too narrow for its lines', async () => {
      await using shell = open(['--mock', '--quiet'], { cols: 20, rows: 6 })
      await shell.follow(`
        >>> conn.describeCases().cases[0].subject
        'A test case.'
        >>> conn.resolveCase('case-2')
        Uncaught CaseIdNotFound: No case with the id case-2 was found in this account.
      `)
    })

    it('imports from the folder in which it was started', async () => {
      const home = newFolder()
      writeFileSync(join(home, 'lib.mjs'), 'export const answer = 42\n')
      await using shell = open(['--mock', '--quiet'], { home })
      await shell.follow(`
        >>> import { answer } from './lib.mjs'
        >>> answer
        42
      `)
    })
  })

  describe('TAB', () => {
    /** A text before the cursor, what it becomes, and the words that are listed, in this order. */
    const completions: { typed: string; becomes: string; lists?: string[] }[] = [
      {
        typed: 'conn.desc',
        becomes: 'conn.describe',
        lists: ['describeCases', 'describeCommunications', 'describeServices', 'describeSeverityLevels'],
      },
      { typed: 'conn.resolv', becomes: 'conn.resolveCase' },
      { typed: 'conn.createCase({ ', becomes: 'conn.createCase({ ', lists: ['subject', 'communicationBody'] },
      {
        typed: 'conn.createCase({ subject: 1, comm',
        becomes: 'conn.createCase({ subject: 1, communicationBody',
      },
      { typed: 'conn.describeCases({ caseI', becomes: 'conn.describeCases({ caseIdList' },
      { typed: 'connectTo', becomes: 'connectToRegion' },
    ]
    for (const { typed, becomes, lists = [] } of completions) {
      it(`completes ${typed}${lists.length > 0 ? `, and lists ${lists.join(', ')}` : ''}`, async () => {
        await using shell = open(['--mock', '--quiet'])
        await shell.untilPrompt()
        shell.type(typed)
        await shell.tab()
        const line = pattern(`>>> ${becomes.trimEnd()}`)
        await shell.until(new RegExp(`^${line}$`, 'm'))
        if (lists.length > 0) {
          await shell.until(new RegExp(`^${line}\n${lists.join('\\b(.|\\n)*\\b')}\\b(.|\\n)*$`))
        }
      })
    }

    it('lists the members that are needed before all others', async () => {
      await using shell = open(['--mock', '--quiet'])
      await shell.untilPrompt()
      shell.type('conn.createCase({ ')
      await shell.tab()
      await shell.until(/\ndryRun /)
      const [first, second, ...others] = shell
        .screen()
        .split('\n')
        .slice(1)
        .map((line) => line.split(' ')[0])
      expect([first, second]).to.deep.equal(['subject', 'communicationBody'])
      expect(others).to.include.members(['serviceCode', 'severityCode', 'ccEmailAddresses'])
    })

    it('goes on where the input goes over several lines', async () => {
      await using shell = open(['--mock', '--quiet'])
      await shell.untilPrompt()
      await shell.enter('conn.createCase({\n  subject: "Help",')
      shell.type('  comm')
      await shell.tab()
      await shell.until(/\n\.\.\. {3}communicationBody$/m)
    })

    for (const { call, shows } of [
      { call: 'conn.createCase({}).', shows: 'conn.createCase({}).caseId' },
      {
        call: "conn.createCase({ subject: 'Help', communicationBody: 'It broke.' }).",
        shows: "conn.createCase({ subject: 'Help', communicationBody: 'It broke.' }).caseId",
      },
      { call: "conn.resolveCase('case-1').f", shows: "conn.resolveCase('case-1').finalCaseStatus" },
    ]) {
      it(`sends nothing on ${call}, and shows what would be answered`, async () => {
        await using shell = open(['--mock', '--quiet'])
        await shell.untilPrompt()
        expect(await shell.enter('mock.requests().length')).to.equal('0')
        shell.type(call)
        await shell.tab()
        await shell.until(shows)
        shell.press('Ctrl-C')
        await shell.untilPrompt()
        expect(await shell.enter('mock.requests().length')).to.equal('0')
        expect(await shell.enter('conn.describeCases().cases.map(({ subject }) => subject)')).to.equal(
          "[ 'A test case.' ]",
        )
      })
    }

    for (const typed of ['trap.inner.', 'trap.call().', 'trap[trap.call()].', 'mirror.']) {
      it(`runs no code of the user on ${typed}`, async () => {
        await using shell = open(['--mock', '--quiet'])
        await shell.untilPrompt()
        await shell.enter('let ran = 0; const run = () => (ran++, { deep: 1 })')
        await shell.enter('const trap = { get inner() { return run() }, call: run }')
        await shell.enter('const mirror = new Proxy({}, { ownKeys: run, get: run })')
        // Nothing shows that a Tab had no effect, so the session tells that it got one.
        await shell.enter(
          "void process.stdin.on('keypress', (_, { name }) => name === 'tab' && console.log('TAB'))",
        )
        shell.type(typed)
        await shell.tab()
        await shell.until('TAB')
        shell.press('Ctrl-C')
        await shell.untilPrompt()
        expect(await shell.enter('ran')).to.equal('0')
      })
    }
  })

  describe('typing faster than inputs run', () => {
    const pastes: { title: string; typed: string; printed: string[] }[] = [
      {
        title: 'runs lines in order, each with what the one before it left',
        typed: `
          let trail = ['first']
          await new Promise((done) => setTimeout(done, 30)); trail.push('second'); console.log(trail.length)
          const { cases } = conn.describeCases()
          trail.push(cases[0].caseId)
          trail.join()
        `,
        printed: ['2', '3', "'first,second,case-1'"],
      },
      {
        title: 'takes inputs of several lines',
        typed: `
          function half(n) {
            return n / 2
          }
          half(await new Promise((done) => setTimeout(done, 30, 84)))
          conn.describeCases({
            caseIdList: ['case-1'],
          }).cases[0].subject
        `,
        printed: ['42', "'A test case.'"],
      },
      {
        title: 'goes on after an error',
        typed: `
          conn.resolveCase('case-2')
          'af' + 'ter'
        `,
        printed: [
          'Uncaught CaseIdNotFound: No case with the id case-2 was found in this account.',
          "'after'",
        ],
      },
    ]
    for (const { title, typed, printed } of pastes) {
      it(title, async () => {
        await using shell = open(['--mock', '--quiet'])
        await shell.untilPrompt()
        shell.type(typed.trim().replace(/^ {10}/gm, '') + '\n')
        await shell.until(new RegExp(`${pattern(printed.at(-1)!)}\n>>>$`))
        const shown = shell
          .screen()
          .replace(/^(?:(?:>>>|\.\.\.) )+/gm, '')
          .split('\n')
        expect(shown.filter((line) => printed.includes(line))).to.deep.equal(printed)
      })
    }

    it('shows every line at its prompt, so that the screen is a transcript', async () => {
      await using shell = open(['--mock', '--quiet'])
      await shell.untilPrompt()
      shell.type("conn.describeCases().cases.length\n6 *\n7\n'the ' + 'end'\n")
      await shell.until(/'the end'\n>>>$/)
      expect(shell.screen().split('\n')).to.deep.equal([
        '>>> conn.describeCases().cases.length',
        '1',
        '>>> 6 *',
        '... 7',
        '42',
        ">>> 'the ' + 'end'",
        "'the end'",
        '>>>',
      ])
    })

    it('takes what was typed before the first prompt', async () => {
      await using shell = open(['--mock', '--quiet'])
      shell.type('6 * 7\n')
      await shell.until(/^42$/m)
    })
  })

  describe('Ctrl-C', () => {
    it('clears a line that is half typed', async () => {
      await using shell = open(['--mock', '--quiet'])
      await shell.untilPrompt()
      shell.type('conn.resolveCase(')
      await shell.until('conn.resolveCase(')
      shell.press('Ctrl-C')
      await shell.untilPrompt()
      expect(await shell.enter('1 + 1')).to.equal('2')
      expect(await shell.enter('mock.requests().length')).to.equal('0')
    })

    it('clears an input of several lines', async () => {
      await using shell = open(['--mock', '--quiet'])
      await shell.untilPrompt()
      await shell.enter('conn.describeCases({')
      shell.press('Ctrl-C')
      await shell.until(/\n>>>$/)
      expect(await shell.enter('1 + 1')).to.equal('2')
    })

    // The word tells that the input runs; before that Ctrl-C would be for the line that is typed.
    const endless = [
      { title: 'while (true) {}', source: "console.log('running'); while (true) {}" },
      {
        title: 'await new Promise(() => {})',
        source: "await new Promise(setImmediate); console.log('running'); await new Promise(() => {})",
      },
    ]
    for (const { title, source } of endless) {
      it(`ends ${title}, and the session goes on`, async () => {
        await using shell = open(['--mock', '--quiet'])
        await shell.untilPrompt()
        await shell.enter('const kept = 42')
        shell.type(`${source}\n`)
        await shell.until(/^running$/m)
        shell.press('Ctrl-C')
        await shell.until(/^Uncaught Interrupted: .+\n>>>$/m)
        expect(await shell.enter('kept')).to.equal('42')
      })

      it(`forgets the lines that wait behind ${title}`, async () => {
        await using shell = open(['--mock', '--quiet'])
        await shell.untilPrompt()
        shell.type(`${source}\nconn.resolveCase('case-1')\n`)
        await shell.until(/^running$/m)
        shell.press('Ctrl-C')
        await shell.until(/Uncaught Interrupted: .+\n>>>/)
        // Were the line still to come, it would come before this one.
        shell.type("'requests: ' + mock.requests().length\n")
        await shell.until(/'requests: \d+'\n>>>$/)
        expect(shell.screen()).to.include("'requests: 0'")
      })
    }

    it('is not lost when it comes right after Enter', async () => {
      await using shell = open(['--mock', '--quiet'])
      await shell.untilPrompt()
      shell.type('await new Promise(() => {})\n\u0003')
      await shell.until(/Uncaught Interrupted: .+\n>>>$/)
      expect(await shell.enter('1 + 1')).to.equal('2')
    })

    it('leaves when it is pressed twice at the prompt: status 0', async () => {
      await using shell = open(['--mock', '--quiet'])
      await shell.untilPrompt()
      shell.press('Ctrl-C')
      await shell.until(/press Ctrl\+C again/i)
      await shell.untilPrompt()
      shell.press('Ctrl-C')
      expect(await shell.status()).to.equal(0)
    })
  })

  describe('leaving', () => {
    it('with Ctrl-D: status 0', async () => {
      await using shell = open(['--mock', '--quiet'])
      await shell.untilPrompt()
      shell.press('Ctrl-D')
      expect(await shell.status()).to.equal(0)
    })

    it('with .exit: status 0', async () => {
      await using shell = open(['--mock', '--quiet'])
      await shell.untilPrompt()
      shell.type('.exit\n')
      expect(await shell.status()).to.equal(0)
    })

    for (const input of ['.exit', 'process.exit()']) {
      it(`with ${input} leaves the terminal as it was`, async () => {
        await using shell = open(['--mock', '--quiet'])
        await shell.untilPrompt()
        expect(shell.tellsPastes).to.equal(true)
        shell.type(`${input}\n`)
        await shell.status()
        expect(shell.tellsPastes).to.equal(false)
      })
    }

    it('says nothing of its own, also when a thread has watched over an input', async () => {
      await using shell = open(['--mock', '--quiet'])
      await shell.untilPrompt()
      shell.type('await new Promise((done) => setTimeout(() => done(console.log(1)), 300))\n')
      await shell.until(/^1\n>>>$/m)
      shell.type('.exit\n')
      await shell.status()
      expect(shell.screen()).to.match(/\n>>> \.exit\s*$/)
    })

    it('does not wait for timers', async () => {
      await using shell = open(['--mock', '--quiet'])
      await shell.untilPrompt()
      await shell.enter('void setInterval(() => {}, 1000)')
      shell.press('Ctrl-D')
      expect(await shell.status()).to.equal(0)
    })
  })

  describe('an error that no input waits for', () => {
    for (const [where, source] of [
      ['a timer', "void setTimeout(() => { throw new Error('too late') }, 1)"],
      ['a promise', "void Promise.reject(new Error('too late'))"],
    ] as const) {
      it(`of ${where} is shown, and the prompt comes back`, async () => {
        await using shell = open(['--mock', '--quiet'])
        await shell.untilPrompt()
        shell.type(`${source}\n`)
        await shell.until(/\nUncaught Error: too late\n(.*\n)*>>>$/)
        expect(shell.screen()).to.not.match(/node:internal|node_modules|dist\//)
        expect(await shell.enter('1 + 1')).to.equal('2')
      })
    }

    it('leaves what is half typed as it is', async () => {
      await using shell = open(['--mock', '--quiet'])
      await shell.untilPrompt()
      await shell.enter("let fail = () => { throw new Error('too late') }")
      await shell.enter('const late = new Promise((resolve) => setTimeout(resolve, 40)).then(() => fail())')
      shell.type('6 * ')
      await shell.until(/\nUncaught Error: too late\n(.*\n)*>>> 6 \*$/)
      expect(await shell.enter('7')).to.equal('42')
    })
  })

  describe('history', () => {
    const historyOf = (home: string) => join(home, 'state', 'support-repl', 'history')

    it('recalls the last input with the arrow, also after a restart', async () => {
      const home = newFolder()
      {
        await using shell = open(['--mock', '--quiet'], { home })
        await shell.untilPrompt()
        await shell.enter('6 * 7')
        shell.press('Up')
        await shell.until(/\n>>> 6 \* 7$/)
        shell.press('Ctrl-C', 'Ctrl-D')
        await shell.status()
      }
      await using again = open(['--mock', '--quiet'], { home })
      await again.untilPrompt()
      again.press('Up')
      await again.until('>>> 6 * 7')
      again.press('Enter')
      await again.until(/^42$/m)
    })

    it('recalls an input that failed', async () => {
      const home = newFolder()
      {
        await using shell = open(['--mock', '--quiet'], { home })
        await shell.untilPrompt()
        await shell.enter('6 * sevn')
        shell.press('Ctrl-D')
        await shell.status()
      }
      await using again = open(['--mock', '--quiet'], { home })
      await again.untilPrompt()
      again.press('Up')
      await again.until('>>> 6 * sevn')
    })

    it('is a file for its owner only', async function () {
      if (process.platform === 'win32') notRun(this, 'there are no file modes of POSIX here')
      const home = newFolder()
      await using shell = open(['--mock', '--quiet'], { home })
      await shell.untilPrompt()
      await shell.enter('1 + 1')
      expect((statSync(historyOf(home)).mode & 0o777).toString(8)).to.equal('600')
    })

    it('closes a file that others could read', async function () {
      if (process.platform === 'win32') notRun(this, 'there are no file modes of POSIX here')
      const home = newFolder()
      const file = join(home, 'open-history')
      writeFileSync(file, '', { mode: 0o644 })
      await using shell = open(['--mock', '--quiet', '--history', file], { home })
      await shell.untilPrompt()
      await shell.enter('1 + 1')
      expect((statSync(file).mode & 0o777).toString(8)).to.equal('600')
      expect(readFileSync(file, 'utf8')).to.include('1 + 1')
    })

    const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = keys
    for (const source of [
      `new SupportConnection('${id}', '${secret}')`,
      `new SupportConnection("${id}", "${secret}", "${token}")`,
      `new SupportConnection({ credentials: { accessKeyId: '${id}', secretAccessKey: '${secret}' } })`,
      `process.env.AWS_SECRET_ACCESS_KEY = '${secret}'`,
    ]) {
      it(`keeps no secret of ${source.replace(/'[^']{20,}'|"[^"]{20,}"/g, "'...'")}`, async () => {
        const home = newFolder()
        await using shell = open(['--mock', '--quiet'], { home, cols: 200 })
        await shell.untilPrompt()
        await shell.enter(source)
        await shell.enter("'the last one'")
        const kept = readFileSync(historyOf(home), 'utf8')
        expect(kept).to.include('the last one')
        for (const word of [id, secret, token]) expect(kept).to.not.include(word)
      })
    }

    it('has what runs when the terminal is closed', async () => {
      const home = newFolder()
      await using shell = open(['--mock', '--quiet'], { home })
      await shell.untilPrompt()
      shell.type("console.log('running'); await new Promise(() => {}) // the last one\n")
      await shell.until(/^running$/m)
      shell.close()
      await shell.status()
      expect(readFileSync(historyOf(home), 'utf8')).to.include('the last one')
    })

    it('is where SUPPORT_REPL_HISTORY says', async () => {
      const home = newFolder()
      const file = join(home, 'elsewhere')
      await using shell = open(['--mock', '--quiet'], { home, env: { SUPPORT_REPL_HISTORY: file } })
      await shell.untilPrompt()
      await shell.enter('6 * 7')
      expect(readFileSync(file, 'utf8')).to.include('6 * 7')
    })

    it('is not kept with --no-history', async () => {
      const home = newFolder()
      await using shell = open(['--mock', '--quiet', '--no-history'], { home })
      await shell.untilPrompt()
      await shell.enter('6 * 7')
      expect(() => statSync(historyOf(home))).to.throw('ENOENT')
    })
  })

  describe('a write on a live connection', () => {
    for (const { answer, printed, sent } of [
      { answer: 'y', printed: /^'resolved'$/m, sent: ['ResolveCase'] },
      { answer: 'n', printed: /^Uncaught WriteRefused: resolveCase was not sent$/m, sent: [] },
      { answer: '', printed: /^Uncaught WriteRefused: resolveCase was not sent$/m, sent: [] },
    ]) {
      it(`is asked about; the answer is ${answer || 'only Enter'}`, async () => {
        await using mock = await startMock()
        await using shell = open(['--quiet', '--endpoint-url', mock.url], { env: keys })
        await shell.untilPrompt()
        shell.type("conn.resolveCase('case-1').finalCaseStatus\n")
        await shell.until(/resolveCase.* 127\.0\.0\.1:\d+:\n(.*\n)*.*case-1.*\n(.*\n)*.*\[y\/N\]$/)
        expect(await mock.operations()).to.deep.equal([])
        shell.type(`${answer}\n`)
        await shell.until(printed)
        await shell.untilPrompt()
        expect(await mock.operations()).to.deep.equal(sent)
      })
    }

    for (const [key, printed] of [
      ['Ctrl-D', 'Uncaught WriteRefused: resolveCase was not sent'],
      ['Ctrl-C', 'Uncaught Interrupted: stopped by Ctrl-C; nothing was sent'],
    ] as const) {
      it(`is asked about; ${key} is a no, and leaves the shell where it is`, async () => {
        await using mock = await startMock()
        await using shell = open(['--quiet', '--endpoint-url', mock.url], { env: keys })
        await shell.untilPrompt()
        shell.type("conn.resolveCase('case-1')\n")
        await shell.until(/\[y\/N\]$/)
        shell.press(key)
        await shell.until(printed)
        await shell.untilPrompt()
        expect(await shell.enter('1 + 1')).to.equal('2')
        expect(await mock.operations()).to.deep.equal([])
      })
    }

    it('is asked about also while no input runs, and what was being typed comes back', async () => {
      await using mock = await startMock()
      await using shell = open(['--quiet', '--no-hints', '--endpoint-url', mock.url], { env: keys })
      await shell.untilPrompt()
      await shell.enter('const told = ({ name, finalCaseStatus }) => console.log(name ?? finalCaseStatus)')
      await shell.enter("const resolve = () => conn.resolveCase('case-1').then(told, told)")
      const later = 'process.once("SIGUSR2", resolve), process.pid'
      for (const [answer, said] of [
        ['Ctrl-C', 'WriteRefused'],
        ['Ctrl-D', 'WriteRefused'],
        ['y\n', 'resolved'],
      ] as const) {
        const pid = Number(await shell.enter(later))
        shell.type('6 *')
        await shell.untilInput('>>> 6 *', '')
        process.kill(pid, 'SIGUSR2')
        await shell.until(/\nresolveCase will send this to [\d.:]+\n.*case-1.*\nSend it\? \[y\/N\]$/)
        if (answer === 'y\n') shell.type(answer)
        else shell.press(answer)
        await shell.until(new RegExp(`Send it.*\\n${said}\\n>>> 6 \\*$`))
        expect(await shell.enter(' 7')).to.equal('42')
      }
    })

    it('is asked about when another input has ended meanwhile', async () => {
      await using mock = await startMock()
      await using shell = open(['--quiet', '--no-hints', '--endpoint-url', mock.url], { env: keys })
      await shell.untilPrompt()
      await shell.enter('let end; const ends = new Promise((resolve) => { end = resolve })')
      await shell.enter("const write = () => conn.resolveCase('case-1').then(() => console.log('sent'))")
      await shell.enter("void process.once('SIGUSR2', () => { write(); end() })")
      const pid = Number(await shell.enter('process.pid'))
      shell.type("console.log('begun'); await ends; 'ended'\n")
      await shell.until(/^begun$/m)
      process.kill(pid, 'SIGUSR2')
      await shell.until(/^Send it\? \[y\/N\]$(?!\n.)/m)
      await shell.until(/^'ended'$/m)
      shell.type('y\n')
      await shell.until(/\nsent\n>>>$/)
      expect(await shell.enter('6 * 7')).to.equal('42')
    })

    it('is not asked about with --yes', async () => {
      await using mock = await startMock()
      await using shell = open(['--quiet', '--yes', '--endpoint-url', mock.url], { env: keys })
      await shell.follow(`
        >>> conn.resolveCase('case-1').finalCaseStatus
        'resolved'
      `)
    })
  })
})

/** A text as a pattern that matches it. */
function pattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
