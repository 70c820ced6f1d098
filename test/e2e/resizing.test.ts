/** The window gets another size in the middle of something. */
import { expect } from 'chai'
import { describeInTerminal } from './terminal.ts'

const long = `const long = ['${'a'.repeat(40)}', '${'b'.repeat(40)}', '${'c'.repeat(20)}']`

describeInTerminal('a window that is resized', (open) => {
  it('while an input prints, shows what it prints and no prompt', async () => {
    await using shell = open(['--mock', '--quiet'])
    await shell.untilPrompt()
    const resized = "await new Promise((go) => process.stdout.once('resize', go))"
    shell.type(`console.log('before'); ${resized}; console.log('after')\n`)
    await shell.until(/^before$/m)
    shell.resize(60, 20)
    await shell.untilPrompt()
    expect(shell.screen()).to.match(/console\.log\('after'\)\nbefore\nafter\n>>>$/)
  })

  it('while a long line is typed, shows it to its end and leaves what stands above', async () => {
    for (const cols of [30, 70, 140]) {
      await using shell = open(['--mock', '--quiet'])
      await shell.untilPrompt()
      await shell.enter("'above'")
      shell.type(long)
      await shell.until("ccc']")
      shell.resize(cols, 20)
      shell.type('.length')
      const lastRow = `>>> ${long}.length`.slice(-(`>>> ${long}.length`.length % cols || cols))
      await shell.untilInput(lastRow, '')
      expect(shell.screen()).to.include("\n'above'\n>>> const long")
      shell.press('Enter')
      await shell.untilPrompt()
      expect(await shell.enter('long')).to.equal('3')
    }
  })

  for (const [cols, rows] of [
    [40, 20],
    [20, 8],
    [140, 40],
  ] as const) {
    it(`to ${cols} columns while a list stands below the input, has the list fit`, async () => {
      await using shell = open(['--mock', '--quiet'])
      await shell.untilPrompt()
      shell.type('conn.createCase({ ')
      await shell.tab()
      await shell.until('dryRun')
      shell.resize(cols, rows)
      await shell.untilRows('the list', (shown) => {
        const input = shown.findLastIndex((row) => row.startsWith('>>> conn.createCase'))
        const list = shown.slice(input + Math.ceil('>>> conn.createCase({ '.length / cols))
        return list[0]?.startsWith('subject  ') === true && list.every((row) => row.length < cols)
      })
      shell.press('Tab', 'Enter', 'Ctrl-C')
      await shell.untilPrompt()
      expect(await shell.enter('1 + 1')).to.equal('2')
    })
  }

  it('while a hint stands below the input, has the hint fit', async () => {
    await using shell = open(['--mock', '--quiet'])
    await shell.untilPrompt()
    shell.type('conn.createCase({ subject: ')
    await shell.until('subject: text  The title of the case')
    shell.resize(35, 20)
    await shell.untilRows('the hint', (shown) => {
      const [input, hint] = shown.filter((row) => row !== '').slice(-2)
      return input === '>>> conn.createCase({ subject: ' && hint === 'subject: text  The title of the...'
    })
  })

  it('while the pager has the terminal, leaves it to the pager', async () => {
    const pager = `${process.execPath} -e "console.log('paging'); setInterval(() => {}, 1e3); process.stdin.resume(); process.stdout.on('resize', () => { console.log('resized'); process.exit() })"`
    await using shell = open(['--mock', '--quiet'], { env: { PAGER: pager } })
    await shell.untilPrompt()
    shell.type("Array(100).fill('x'.repeat(80))\n")
    await shell.until('paging')
    shell.resize(60, 20)
    await shell.untilPrompt()
    expect(shell.screen()).to.match(/\npaging\nresized\n>>>$/)
  })
})
