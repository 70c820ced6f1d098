/** `support-repl doctest --update` where not every file can be written. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { run } from '../e2e/command.ts'
import { folderWith, lines } from '../e2e/runs.ts'

describe('doctest --update', () => {
  /** An example that changes its own file, which is not what was read then. */
  const itself = (name: string, ...more: string[]) =>
    lines(
      ">>> import { appendFileSync } from 'node:fs'",
      `>>> appendFileSync('${name}', 'More\\n')`,
      '>>> 1',
      '2',
      ...more,
    )
  const changed = (name: string) =>
    `support-repl: ${name} has changed since it was read, so nothing was written. Run again.\n`

  it('writes the other files where one cannot be written', async () => {
    const files = { 'a.rst': lines('>>> 1', '2'), 'b.rst': itself('b.rst'), 'z.rst': lines('>>> 3', '4') }
    const cwd = folderWith(files)
    expect(await run(['doctest', '--update', '.'], { cwd })).to.deep.equal({
      stdout: '',
      stderr: `support-repl: a.rst: 1 example updated\n${changed('b.rst')}support-repl: z.rst: 1 example updated\n`,
      status: 2,
    })
    const read = (name: string) => readFileSync(join(cwd, name), 'utf8')
    expect(read('a.rst')).to.equal(lines('>>> 1', '1'))
    expect(read('b.rst')).to.equal(`${files['b.rst']}More\n`)
    expect(read('z.rst')).to.equal(lines('>>> 3', '3'))
  })

  it('says what is left where no file can be written', async () => {
    const alone = await run(['doctest', '--update', 'b.rst'], {
      cwd: folderWith({ 'b.rst': itself('b.rst') }),
    })
    expect(alone).to.deep.equal({ stdout: '', stderr: changed('b.rst'), status: 2 })
    const cwd = folderWith({ 'b.rst': itself('b.rst', '>>>x') })
    const { stderr, status } = await run(['doctest', '--update', 'b.rst'], { cwd })
    expect(
      stderr.endsWith(
        `${changed('b.rst')}support-repl: 1 example fails in a way that an update cannot mend\n`,
      ),
      stderr,
    ).to.equal(true)
    expect(status).to.equal(2)
  })
})
