/** What a person reads: lists, threads and tables, on the screen and in a pager. */
import { expect } from 'chai'
import { describeInTerminal, type Terminal, type TerminalOptions } from './terminal.ts'

describeInTerminal('reading at a terminal', (open) => {
  const demo = async (options: TerminalOptions = {}): Promise<Terminal> => {
    const shell = open(['--mock', '--quiet', '--seed', 'demo'], options)
    await shell.untilPrompt()
    return shell
  }

  it('switches tables on and off', async () => {
    await using shell = open(['--mock', '--quiet'])
    await shell.follow(`
      >>> .table
      Tables are on: results that are lists of objects are printed as tables.
      >>> conn.describeSeverityLevels()
      code      name
      low       Low
      normal    Normal
      high      High
      urgent    Urgent
      critical  Critical
      >>> .table off
      Tables are off: results are printed as Node prints them.
      >>> conn.describeSeverityLevels().severityLevels.slice(0, 1)
      [ { code: 'low', name: 'Low' } ]
    `)
  })

  it('keeps what others write to the screen, and prompts on lines of their own', async () => {
    await using shell = open(['--mock', '--quiet'])
    await shell.follow(`
      >>> for (const part of ['a', 'b']) void process.stdout.write(part)
      ab
      >>> process.stdout.write('half')
      half
      true
      >>> process.stderr.write(Buffer.from('\u00e9'), () => {}), undefined
      \u00e9
      >>> import { spawnSync } from 'node:child_process'
      >>> void spawnSync('printf', ['of a child'], { stdio: 'inherit' })
      of a child
    `)
  })

  it('shows what a thread writes above what is being typed', async () => {
    await using shell = open(['--mock', '--quiet'])
    await shell.untilPrompt()
    await shell.enter("import { Worker } from 'node:worker_threads'")
    const code =
      "import('node:worker_threads').then(({ parentPort }) => parentPort.once('message', console.log))"
    await shell.enter(`const thread = new Worker(${JSON.stringify(code)}, { eval: true })`)
    await shell.enter("setTimeout(() => thread.postMessage('from a thread'), 50), undefined")
    shell.type('half ty')
    await shell.until(/\nfrom a thread\n>>> half ty$/)
  })

  it('lists cases and shows one of them by the beginning of its id', async () => {
    await using shell = await demo({ cols: 80, rows: 40 })
    const [said, , head, first] = (await shell.enter('.cases')).split('\n')
    expect(said).to.equal('10 open cases, newest first; 2 wait for your answer.')
    expect(head?.split(/ +/)).to.deep.equal(['case', 'age', 'severity', 'status', 'subject'])
    const thread = await shell.enter(`.case ${first!.slice(0, 8)}`)
    expect(thread).to.match(/^Free storage falls by 1 GB a minute\nstatus +work-in-progress\n/)
    expect(thread).to.match(/ Amazon Web Services, [-\d]{10} [\d:]{5}Z \(\d+ hours ago\) /)
  })

  it('lends the terminal to the pager for what is longer than the screen, and gets it back', async () => {
    const PAGER = 'head -n 1; printf "more? "; read -r key < /dev/tty; echo "read: $key"'
    await using shell = await demo({ rows: 12, env: { PAGER } })
    shell.type('.cases all\n')
    await shell.until(/^more\?$/m)
    shell.type('next\n')
    await shell.until(/^read: next$/m)
    await shell.untilPrompt()
    expect(await shell.enter('1 + 1')).to.equal('2')
  })

  it('lets Ctrl-C end the pager alone', async () => {
    await using shell = await demo({ rows: 12, env: { PAGER: 'head -n 1; exec sleep 60' } })
    shell.type('.cases all\n')
    await shell.until(/^38 cases, newest first/m)
    shell.press('Ctrl-C')
    await shell.untilPrompt()
    expect(await shell.enter('1 + 1')).to.equal('2')
  })

  it('shows everything all the same when the pager is killed', async () => {
    await using shell = await demo({ rows: 12, env: { PAGER: 'head -n 1; kill -KILL $$' } })
    expect(await shell.enter('.cases all')).to.match(/^38 cases.*\n\.case ID shows one\.$/s)
  })

  it('pages nothing that fits, and nothing where there is to be no pager', async () => {
    await using shell = await demo({ rows: 12, env: { PAGER: '' } })
    expect(await shell.enter('.cases all')).to.match(/^38 cases.*\n\.case ID shows one\.$/s)
    await using other = await demo({ rows: 12, env: { PAGER: 'echo paged' } })
    expect(await other.enter('1 + 1')).to.equal('2')
  })

  it('keeps its lists readable on a screen of 20 columns', async () => {
    await using shell = await demo({ cols: 20, rows: 12, env: { PAGER: '' } })
    const lines = (await shell.enter('.cases urgent')).split('\n')
    expect(lines.slice(0, 5)).to.deep.equal([
      '1 of 10 open cases',
      'with severity',
      'urgent, newest',
      'first.',
      '',
    ])
    expect(lines.filter((line) => line.length > 20)).to.deep.equal([])
  })
})
