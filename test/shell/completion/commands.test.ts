/** TAB in dot commands. */
import { expect } from 'chai'
import type { CommandContext, DotCommand } from '../../../src/shell/dot-commands/dot-command.ts'
import { completerIn, context, listed } from './completing.ts'

const run = async () => undefined

const commands: DotCommand[] = [
  { name: 'help', usage: '.help [NAME]', help: 'Explain.', run },
  {
    name: 'case',
    usage: '.case ID',
    help: 'Show a case.',
    run,
    complete: async (argument) =>
      [{ text: 'case-1', note: 'Fire' }].filter(({ text }) => text.startsWith(argument)),
  },
  { name: 'cases', usage: '.cases [FILTER]', help: 'List the cases.', run },
  {
    name: 'play',
    usage: '.play FILE',
    help: 'Play a tutorial.',
    run,
    async complete() {
      throw new Error('two\nlines')
    },
  },
]

const completer = completerIn({ commands, names: ['conn'] })

const rows: [title: string, text: string, partial: string, lines: string[], message?: string][] = [
  [
    'all commands',
    '.',
    '.',
    ['.help  Explain.', '.case  Show a case.', '.cases  List the cases.', '.play  Play a tutorial.'],
  ],
  ['commands that begin so', '.ca', '.ca', ['.case  Show a case.', '.cases  List the cases.']],
  ['a command behind blanks', '  .he', '.he', ['.help  Explain.']],
  [
    'a command that is there, and the longer one',
    '.case',
    '.case',
    ['.case  Show a case.', '.cases  List the cases.'],
  ],
  ['no such command', '.nope', '.nope', [], 'no command begins with .nope; .help lists what there is'],
  ['an argument', '.case ', '', ['case-1  Fire']],
  ['an argument that begins so', '.case  ca', 'ca', ['case-1  Fire']],
  ['an argument of several words', '.case ca se', 'ca se', [], '.case ID: Show a case.'],
  ['an argument that nobody knows', '.cases x', 'x', [], '.cases [FILTER]: List the cases.'],
  ['an argument that cannot be had', '.play x', 'x', [], '.play FILE: two lines'],
  ['an argument of no command', '.nope x', '', [], 'no command begins with .nope; .help lists what there is'],
  ['no command in the middle of code', 'x\n.ca', 'ca', [], 'x is not defined'],
  ['no command in a spread', '...co', 'co', ['conn', 'const', 'continue']],
  ['no command in a number', '.5', '', []],
]

describe('Completion of dot commands', () => {
  for (const [title, text, partial, lines, message] of rows) {
    it(`${title}: ${text.replaceAll('\n', '⏎')}`, async () => {
      const completion = await completer.complete(text, context)
      expect(listed(completion)).to.deep.equal(lines)
      expect(completion.partial).to.equal(partial)
      expect(completion.message).to.equal(message)
    })
  }

  it('offers nothing that a line cannot hold', async () => {
    const hostile = ['case-1\n.exit', '\u001b[2J', '\u202e', 'case-2'].map((text) => ({ text }))
    const listing: DotCommand = { ...commands[0]!, complete: async () => hostile }
    const completion = await completerIn({ commands: [listing] }).complete('.help ', context)
    expect(listed(completion)).to.deep.equal(['case-2'])
  })

  it('lends commands what it knows of the service, and what they may look at besides', async () => {
    const seen: CommandContext[] = []
    const watching: DotCommand = {
      ...commands[0]!,
      async complete(_argument, given) {
        seen.push(given)
        const { values = [] } = (await given.live?.get('cases')) ?? {}
        return values.map(({ value }) => ({ text: value }))
      },
    }
    const live = () => ({ values: [{ value: 'case-1', note: '' }] })
    const around = { directory: '/here' } as CommandContext
    const completion = await completerIn({ commands: [watching], live }).complete('.help x', around)
    expect(listed(completion)).to.deep.equal(['case-1'])
    expect(seen[0]).to.include(around)
  })
})
