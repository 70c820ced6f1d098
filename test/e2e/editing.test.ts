/** What a person sees and does while typing: lists, hints, several lines, pastes, recalls, an editor. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { newFolder } from './command.ts'
import { describeInTerminal, type Terminal } from './terminal.ts'

describeInTerminal('typing at a terminal', (open) => {
  const ready = async (args: string[] = [], options: Parameters<typeof open>[1] = {}): Promise<Terminal> => {
    const shell = open(['--mock', '--quiet', ...args], options)
    await shell.untilPrompt()
    return shell
  }

  describe('the list of TAB', () => {
    it('stands below the input, says what each is, and is gone with the next key', async () => {
      await using shell = await ready()
      shell.type('conn.createCase({ ')
      await shell.tab()
      await shell.until(/^>>> conn\.createCase\(\{\nsubject +needed, text: /)
      shell.type('s')
      await shell.until(/^>>> conn\.createCase\(\{ s\ncreateCase\(/)
      expect(shell.screen()).to.not.include('needed')
    })

    it('is walked through with TAB and Shift-TAB; Enter takes what is chosen and runs nothing', async () => {
      await using shell = await ready()
      shell.type("conn.describeCases({ language: '")
      await shell.tab()
      await shell.until(/^'en'/m)
      shell.press('Tab')
      await shell.until(/language: 'en'$/m)
      shell.press('Tab')
      await shell.until(/language: 'ja'$/m)
      shell.press('Shift-Tab')
      await shell.until(/language: 'en'$/m)
      shell.press('Enter')
      shell.type(' }).cases.length\n')
      await shell.until(/^1$/m)
    })

    it('brings back with Escape what was typed', async () => {
      await using shell = await ready()
      shell.type("conn.describeCases({ language: '")
      await shell.tab()
      await shell.until(/^'en'/m)
      shell.press('Tab')
      await shell.until(/language: 'en'$/m)
      shell.press('Escape')
      await shell.until(/language: '$/m)
    })

    it('names live cases with their subjects, and the categories of the service that was typed', async () => {
      await using shell = await ready(['--seed', 'demo'])
      shell.type("conn.resolveCase('")
      await shell.tab()
      await shell.until(/^'case-[^']+' +\S+.* \([a-z-]+\)$/m)
      shell.press('Ctrl-C')
      shell.type("conn.createCase({ serviceCode: 'amazon-dynamodb', categoryCode: '")
      await shell.tab()
      await shell.until(/^'[a-z-]+' +\S/m)
    })

    it('comes by itself when the service takes its time', async () => {
      await using shell = await ready(['--seed', 'demo'])
      await shell.enter("mock.faults([{ operation: 'DescribeCases', kind: 'latency', milliseconds: 700 }])")
      shell.type("conn.resolveCase('")
      await shell.tab()
      await shell.until(/^case ids are still being fetched/m)
      await shell.until(/^'case-[^']+' +\S+.* \([a-z-]+\)$/m)
    })

    it('says in one line why there is nothing', async () => {
      await using shell = open(['--quiet', '--endpoint-url', 'http://127.0.0.1:9'], {
        env: { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
        cols: 120,
      })
      await shell.untilPrompt()
      shell.type("conn.resolveCase('")
      await shell.tab()
      await shell.until(/^(no case ids: not connected \(.*\)|case ids are still being fetched.*)$/m)
    })

    it('fits a screen of 20 columns', async () => {
      await using shell = await ready([], { cols: 20, rows: 12 })
      shell.type('conn.')
      await shell.tab()
      await shell.until(/\d+ more/)
      shell.press('Ctrl-C')
      await shell.untilPrompt()
      expect(await shell.enter('1 + 1')).to.equal('2')
    })
  })

  describe('hints', () => {
    it('show the signature of the operation that is being called', async () => {
      await using shell = await ready()
      shell.type('conn.createCase(')
      await shell.until(/^>>> conn\.createCase\(\ncreateCase\(\{ subject, communicationBody, serviceCode\?/)
      shell.press('Ctrl-C')
      await shell.until(/\n>>>$/)
      expect(shell.screen()).to.not.include('communicationBody')
    })

    it('suggest the newest input that begins so; the right arrow accepts it', async () => {
      await using shell = await ready()
      await shell.enter('const answer = 6 * 7')
      shell.type('con')
      await shell.untilInput('>>> con', 'st answer = 6 * 7')
      shell.press('Alt-F')
      await shell.untilInput('>>> const', ' answer = 6 * 7')
      shell.press('Right', 'Enter')
      await shell.until(/(>>> const answer = 6 \* 7\n){2}>>>$/)
    })

    it('are not taken for what was typed', async () => {
      await using shell = await ready()
      await shell.enter('const answer = 6 * 7')
      await shell.enter('con')
      expect(shell.screen()).to.include('Uncaught ReferenceError: con is not defined')
    })

    for (const [title, args, env] of [
      ['are off with --no-hints', ['--no-hints'], {}],
      ['are off where the terminal can do nothing', [], { TERM: 'dumb' }],
    ] as const) {
      it(title, async () => {
        await using shell = await ready([...args], { env })
        await shell.enter('const answer = 6 * 7')
        shell.type('con')
        await shell.until(/>>> con$/)
        shell.type('n.createCase(')
        await shell.until(/>>> conn\.createCase\($/)
      })
    }
  })

  describe('an input of several lines', () => {
    it('is one entry of the history, in this session and in the next', async () => {
      const home = newFolder()
      {
        await using shell = await ready([], { home })
        await shell.enter('function twice(n) {\n  return 2 * n\n}')
        await shell.enter('twice(4)')
        shell.press('Up', 'Up')
        await shell.until(/>>> function twice\(n\) \{\n\.\.\. {3}return 2 \* n\n\.\.\. \}$/)
        shell.press('Ctrl-C', 'Ctrl-D')
        await shell.status()
      }
      await using again = await ready([], { home })
      again.press('Up', 'Up')
      await again.until(/^>>> function twice\(n\) \{\n\.\.\. {3}return 2 \* n\n\.\.\. \}$/)
      again.press('Enter')
      await again.until(/\n>>>$/)
      expect(await again.enter('twice(21)')).to.equal('42')
    })

    it('is edited where the cursor is: up goes to the line above', async () => {
      await using shell = await ready()
      shell.type('[\n1,\n2')
      await shell.until(/^>>> \[\n\.\.\. 1,\n\.\.\. 2$/)
      shell.press('Up', 'Backspace')
      shell.type('0')
      await shell.until(/^>>> \[\n\.\.\. 0,\n\.\.\. 2$/)
      shell.press('Down', 'End')
      shell.type(']\n')
      await shell.until(/^\[ 0, 2 \]$/m)
    })

    it('gets a line with Alt-Enter where it would run', async () => {
      await using shell = await ready()
      shell.type('6 *')
      shell.press('Alt-Enter')
      shell.type('7')
      await shell.until(/^>>> 6 \*\n\.\.\. 7$/)
      shell.press('Enter')
      await shell.until(/^42$/m)
    })
  })

  describe('a paste', () => {
    it('is one input, which Enter runs', async () => {
      await using shell = await ready()
      shell.paste('const a = 6\nconst b = 7\na * b\n')
      await shell.until(/^>>> const a = 6\n\.\.\. const b = 7\n\.\.\. a \* b$/)
      shell.press('Enter')
      await shell.until(/^42\n>>>$/m)
    })

    it('of transcript lines runs their inputs, without prompts and outputs', async () => {
      await using shell = await ready()
      shell.paste(
        ">>> const { cases } = conn.describeCases()\n>>> cases.length\n99\n>>> cases\n...   [0].subject\n'wrong'\n",
      )
      await shell.until(/\[0\]\.subject$/)
      shell.press('Enter')
      await shell.until(/^'A test case\.'\n>>>$/m)
    })

    it('waits while an input runs', async () => {
      await using shell = await ready()
      shell.type("await new Promise((done) => setTimeout(done, 50, 'first'))\n")
      shell.paste("'sec' +\n'ond'")
      await shell.until(/^'first'\n>>> 'sec' \+\n\.\.\. 'ond'$/m)
      shell.press('Enter')
      await shell.until(/^'second'$/m)
    })

    it('longer than the screen is shown around the cursor, and whole once it runs', async () => {
      await using shell = await ready([], { rows: 8 })
      const numbers = Array.from({ length: 40 }, (_, index) => `  ${index},`)
      shell.paste(`[\n${numbers.join('\n')}\n].length`)
      await shell.until(/\.\.\. \]\.length$/)
      shell.press('Enter')
      await shell.until(/^40\n>>>$/m)
    })
  })

  describe('Ctrl-R', () => {
    it('finds older inputs, the next one when it is pressed again, and runs what it shows with Enter', async () => {
      await using shell = await ready()
      for (const source of ["'alpha one'", "'beta'", "'alpha two'"]) await shell.enter(source)
      shell.press('Ctrl-R')
      shell.type('alpha')
      await shell.until(/\n\(reverse-i-search\)`alpha': 'alpha two'$/)
      shell.press('Ctrl-R')
      await shell.until(/\n\(reverse-i-search\)`alpha': 'alpha one'$/)
      shell.press('Enter')
      await shell.until(/\n>>> 'alpha one'\n'alpha one'\n>>>$/)
    })

    it('gives back with Ctrl-G what was typed', async () => {
      await using shell = await ready()
      await shell.enter("'alpha'")
      shell.type('half')
      shell.press('Ctrl-R')
      shell.type('alp')
      await shell.until(/`alp': 'alpha'$/)
      shell.press('Ctrl-G')
      await shell.until(/\n>>> half$/)
    })
  })

  describe('two shells at once', () => {
    it('keep the inputs of both', async () => {
      const home = newFolder()
      await using one = await ready([], { home })
      await using other = await ready([], { home })
      await one.enter("'of one'")
      await other.enter("'of other'")
      await one.enter("'of one again'")
      const kept = readFileSync(join(home, 'state/support-repl/history'), 'utf8')
      expect(kept.split('\n')).to.deep.equal(['"\'of one\'"', '"\'of other\'"', '"\'of one again\'"', ''])
    })
  })

  describe('an editor', () => {
    const editorThat = (line: string): string => {
      const file = join(newFolder(), 'editor')
      writeFileSync(file, `#!/bin/sh\n${line}\n`)
      chmodSync(file, 0o755)
      return file
    }

    it('opens on the last input with .editor, and what is saved waits at the prompt', async () => {
      await using shell = await ready([], { env: { EDITOR: editorThat('sed -i s/6/7/ "$1"') } })
      await shell.enter('6 * 6')
      shell.type('.editor\n')
      await shell.until(/\n>>> 7 \* 6$/)
      shell.press('Enter')
      await shell.until(/^42$/m)
    })

    it('opens on this input with Ctrl-X Ctrl-E', async () => {
      await using shell = await ready([], { env: { EDITOR: editorThat('echo "* 7" >> "$1"') } })
      shell.type('6')
      shell.press('Ctrl-X', 'Ctrl-E')
      await shell.until(/^>>> 6\n\.\.\. \* 7$/m)
      shell.press('Enter')
      await shell.until(/^42$/m)
    })

    it('has the screen for itself: what comes meanwhile is shown when it has ended', async () => {
      const waits = 'echo opened; touch opened; until [ -e ticked ]; do :; done; echo closed'
      await using shell = await ready([], { env: { EDITOR: editorThat(waits) } })
      await shell.enter("const { existsSync, writeFileSync } = require('node:fs')")
      await shell.enter(`const timer = setInterval(() => {
        if (!existsSync('opened')) return
        clearInterval(timer)
        console.log('tick')
        writeFileSync('ticked', '')
      }, 10)`)
      shell.type('6 * ')
      shell.press('Ctrl-X', 'Ctrl-E')
      await shell.until(/opened\nclosed\ntick\n>>> 6 \*$/)
      expect(await shell.enter('7')).to.equal('42')
    })

    it('that fails is told in one line', async () => {
      await using shell = await ready([], { env: { EDITOR: editorThat('exit 3') } })
      expect(await shell.enter('.editor')).to.match(/^\S*editor ended with 3: /)
    })
  })

  it('Ctrl-Z leaves everything as it is where there is no shell to go back to', async () => {
    await using shell = await ready()
    // Says when the key has been taken.
    await shell.enter(`void (({ kill }) => {
      process.kill = (pid, signal) => {
        console.log('signalled')
        return kill(pid, signal)
      }
    })(process)`)
    shell.type('6 * ')
    shell.press('Ctrl-Z')
    await shell.until(/\nsignalled\n>>> 6 \*$/)
    expect(await shell.enter('7')).to.equal('42')
  })

  it('what comes while a person types stands above the input', async () => {
    await using shell = await ready()
    await shell.enter("void setTimeout(() => console.log('tick'), 60)")
    shell.type('6 * ')
    await shell.until(/\ntick\n>>> 6 \*$/)
    expect(await shell.enter('7')).to.equal('42')
  })
})
