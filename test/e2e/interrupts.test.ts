/** Ctrl-C in each state: what it ends, and what is known then. */
import { expect } from 'chai'
import { keys, startMock } from './command.ts'
import { describeInTerminal, type Terminal } from './terminal.ts'

/** Answers that take a minute. */
const slow = (operation: string) =>
  `mock.faults([{ operation: '${operation}', kind: 'latency', milliseconds: 60000 }])`

const newCase = "conn.createCase({ subject: 'Help', communicationBody: 'It broke.' })"

describeInTerminal('Ctrl-C', (open) => {
  const ready = async (args: string[] = []): Promise<Terminal> => {
    const shell = open(['--mock', '--quiet', ...args], { cols: 120 })
    await shell.untilPrompt()
    return shell
  }
  const goesOn = async (shell: Terminal) => expect(await shell.enter('6 * 7')).to.equal('42')

  const calls: { title: string; operation: string; source: string; said: string }[] = [
    {
      title: 'a read',
      operation: 'DescribeServices',
      source: 'conn.describeServices()',
      said: 'nothing was changed',
    },
    {
      title: 'a write that was sent',
      operation: 'CreateCase',
      source: newCase,
      said: 'the case may have been created: .cases shows it',
    },
    {
      title: 'a write in a function of the user',
      operation: 'ResolveCase',
      source: "await (async () => { await conn.resolveCase('case-1') })()",
      said: 'the case may have been resolved: .cases shows it',
    },
  ]
  for (const { title, operation, source, said } of calls) {
    it(`aborts ${title}, and says what is known`, async () => {
      await using shell = await ready()
      await shell.enter(slow(operation))
      await shell.enter(`void setTimeout(() => console.log('sent', mock.requests().length), 150)`)
      shell.type(`${source}\n`)
      await shell.until(/^sent \d+$/m)
      shell.press('Ctrl-C')
      await shell.until(`Uncaught Interrupted: stopped by Ctrl-C; ${said}`)
      await shell.untilPrompt()
      await goesOn(shell)
    })
  }

  it('ends the printing of a value whose own inspection never ends', async () => {
    await using shell = await ready()
    await shell.enter("const inspection = Symbol.for('nodejs.util.inspect.custom')")
    shell.type("({ [inspection]() { console.log('running'); while (true) {} } })\n")
    await shell.until(/^running$/m)
    shell.press('Ctrl-C')
    await shell.until(/Uncaught Interrupted: stopped by Ctrl-C\n>>>$/)
    await goesOn(shell)
  })

  it('ends a loop that never yields, also after an await', async () => {
    await using shell = await ready()
    await shell.enter('const kept = 42')
    shell.type("await null; console.log('running'); while (true) {}\n")
    await shell.until(/^running$/m)
    shell.press('Ctrl-C')
    await shell.until(/Uncaught Interrupted: stopped by Ctrl-C\n>>>$/)
    expect(await shell.enter('kept')).to.equal('42')
  })

  // Stopped in the middle of a write, the terminal must take the next one.
  for (const turn of [1, 2, 3]) {
    it(`ends a loop that prints all the time (${turn})`, async () => {
      await using shell = await ready()
      shell.type("while (true) console.log('again')\n")
      await shell.until(/^again$/m)
      shell.press('Ctrl-C')
      await shell.until(/Uncaught Interrupted: stopped by Ctrl-C\n>>>$/)
      await goesOn(shell)
    })
  }

  it('ends a dot command', async () => {
    await using shell = await ready()
    await shell.enter(slow('DescribeCases'))
    shell.type('.cases\n')
    await shell.until(/>>> \.cases\n/)
    shell.press('Ctrl-C')
    await shell.until(/\^C\n(.*\n)*.*Interrupted.*\n>>>$/)
    await goesOn(shell)
  })

  it('answers the question before a write with no', async () => {
    await using mock = await startMock()
    await using shell = open(['--quiet', '--endpoint-url', mock.url], { env: keys, cols: 120 })
    await shell.untilPrompt()
    shell.type(`${newCase}\n`)
    await shell.until(/\[y\/N\]$/)
    shell.press('Ctrl-C')
    await shell.until(/Uncaught Interrupted: stopped by Ctrl-C; nothing was sent\n>>>$/)
    expect(await mock.operations()).to.deep.equal([])
    await goesOn(shell)
  })

  it('closes the list of TAB together with the input', async () => {
    await using shell = await ready()
    shell.type('conn.desc')
    await shell.tab()
    await shell.until(/^describeCases /m)
    shell.press('Ctrl-C')
    await shell.until(/^>>> conn\.describe\n>>>$/)
    await goesOn(shell)
  })

  it('gives a search up, and brings back what was typed', async () => {
    await using shell = await ready()
    await shell.enter("'older'")
    shell.type('half')
    shell.press('Ctrl-R')
    shell.type('old')
    await shell.until(/i-search\)`old': 'older'$/)
    shell.press('Ctrl-C')
    await shell.until(/\n>>> half$/)
  })

  it('clears what is typed, of one line or of several', async () => {
    await using shell = await ready()
    shell.type('f(\n1,')
    await shell.until(/^>>> f\(\n\.\.\. 1,$/m)
    shell.press('Ctrl-C')
    await shell.until(/^>>> f\(\n\.\.\. 1,\n>>>$/)
    await goesOn(shell)
  })

  it('pressed twice at an empty prompt leaves, and once is forgotten by what is typed next', async () => {
    await using shell = await ready()
    shell.press('Ctrl-C')
    await shell.until(/press Ctrl\+C again.*\n>>>$/)
    await goesOn(shell)
    shell.press('Ctrl-C')
    await shell.until(/press Ctrl\+C again(.|\n)*press Ctrl\+C again/)
    shell.press('Ctrl-C')
    expect(await shell.status()).to.equal(0)
  })
})
