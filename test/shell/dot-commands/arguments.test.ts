/** What stands behind a dot command, as words, and the paths that they may become. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import fc from 'fast-check'
import { pathCandidates, words } from '../../../src/shell/dot-commands/arguments.ts'
import type { CommandContext } from '../../../src/shell/dot-commands/dot-command.ts'
import { exportCommand } from '../../../src/shell/dot-commands/export.ts'
import { loadCommand } from '../../../src/shell/dot-commands/load.ts'
import { scriptCommand } from '../../../src/shell/dot-commands/script.ts'
import { newFolder } from '../../fidelity/programs.ts'

describe('An argument', () => {
  const rows: [argument: string, words: string[]][] = [
    ['', []],
    ['a', ['a']],
    ['  a   b ', ['a', 'b']],
    ["'my file'", ['my file']],
    ['"my file"', ['my file']],
    ["~/'my file'.js", ['~/my file.js']],
    ['my\\ file', ['my file']],
    ['C:\\temp\\x', ['C:\\temp\\x']],
    [`"it's"`, ["it's"]],
    [`'say "a"'`, ['say "a"']],
    ['"say \\"a\\""', ['say "a"']],
    ["''", ['']],
    ["a ''", ['a', '']],
  ]
  for (const [argument, expected] of rows) {
    it(`${argument || '(nothing)'} is ${expected.length} words`, () =>
      expect(words(argument)).to.deep.equal(expected))
  }

  for (const argument of ["'a", '"a', "a 'b", '"a\\']) {
    it(`${argument} is not closed`, () => expect(() => words(argument)).to.throw(/is not closed/))
  }
})

describe('Completion of paths', () => {
  const directory = newFolder()
  const names = ['a.js', 'my file.js', "it's.js", 'two "quotes".js', 'back\\slash.js', 'both\'".js']
  for (const name of names) writeFileSync(join(directory, name), '')
  mkdirSync(join(directory, 'my folder'))
  writeFileSync(join(directory, 'my folder', 'deep file.js'), '')
  const context = { directory } as CommandContext

  const candidates = async (argument: string) =>
    (await pathCandidates(argument, context)).map(({ text }) => text)

  const rows: [argument: string, candidates: string[]][] = [
    ['a', ['a.js']],
    ['my', ["'my file.js'", "'my folder/"]],
    ["'my f", ["'my file.js'", "'my folder/"]],
    ["'my folder/", ["'my folder/deep file.js'"]],
    ["'my folder/d", ["'my folder/deep file.js'"]],
    ['--since 2026-08-01 a', ['--since 2026-08-01 a.js']],
    ['it', ['"it\'s.js"']],
    ['nothing', []],
  ]
  for (const [argument, expected] of rows) {
    it(`${argument} may be ${expected.join(' or ') || 'nothing'}`, async () =>
      expect(await candidates(argument)).to.deep.equal(expected))
  }

  it('offers every file so that it is understood as it is called', async () => {
    const found = await candidates('')
    expect(found.filter((text) => !text.endsWith('/')).map((text) => words(text))).to.deep.equal(
      names.toSorted().map((name) => [name]),
    )
  })

  it('makes words of whatever is typed', () => {
    const typed = fc.string({ unit: fc.constantFrom("'", '"', '\\', ' ', 'a', 'm', 'y', '/', '.') })
    return fc.assert(
      fc.asyncProperty(typed, async (text) => {
        const files = (await candidates(text)).filter((each) => !each.endsWith('/'))
        for (const each of files) expect(words(each).at(-1)).to.match(/[^/]$/)
      }),
    )
  })

  const commands: [
    what: string,
    candidates: () => Promise<readonly { text: string }[]>,
    expected: string[],
  ][] = [
    ['.load a', () => loadCommand.complete!('a', context), ['a.js']],
    ['.export a', () => exportCommand.complete!('a', context), ['a.js']],
    [
      '.export a.js --',
      () => exportCommand.complete!('a.js --', context),
      ['a.js --since', 'a.js --no-attachments'],
    ],
    ['.script ', () => scriptCommand.complete!('', context), ['aws', 'js']],
    ['.script j', () => scriptCommand.complete!('j', context), ['js']],
    ['.script x', () => scriptCommand.complete!('x', context), []],
    ['.script aws a', () => scriptCommand.complete!('aws a', context), ['aws a.js']],
    ['.script aws --', () => scriptCommand.complete!('aws --', context), ['aws --last']],
  ]
  for (const [what, complete, expected] of commands) {
    it(`${what} may be ${expected.join(' or ') || 'nothing'}`, async () =>
      expect((await complete()).map(({ text }) => text)).to.deep.equal(expected))
  }
})
