/** What `--check` prints, given to the programs that apply patches. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { run } from '../e2e/command.ts'
import { folderWith, lines } from '../e2e/runs.ts'

const files = {
  'plain.md': lines('# Title', '', '```', '>>> 1', '2', '```'),
  'with a space/b c.md': lines('    >>> 1', '    2'),
  'umlaut-ä.rst': lines('>>> 1', '2'),
  'crlf.rst': '>>> 1\r\n2\r\n\r\nText\r\n',
  'mark.rst': '\ufeff>>> 1\n2\n',
  'no-end.rst': '>>> 1\n2',
  'no-output.rst': '>>> 1',
  'more.rst': lines('>>> console.log(1); console.log(2)', '>>> 3', '4', '5', '6'),
  'right.rst': lines('>>> 1', '1'),
}

const tools = [
  ['git', 'apply', '-'],
  ['patch', '-p1', '--no-backup-if-mismatch'],
] as const

describe('the patch of --check', () => {
  for (const [tool, ...args] of tools) {
    it(`is what --update writes, by ${tool}`, async function () {
      if (spawnSync(tool, ['--version']).error) {
        this.test!.title += ` (NOT TESTED: there is no ${tool} on this machine)`
        this.skip()
      }
      const [patched, updated] = [folderWith(files), folderWith(files)]
      const { stdout, status } = await run(['doctest', '--check', '.'], { cwd: patched })
      expect(status).to.equal(1)
      const applied = spawnSync(tool, args, { cwd: patched, input: stdout, encoding: 'utf8' })
      expect(applied.status, applied.stdout + applied.stderr).to.equal(0)
      expect((await run(['doctest', '--update', '.'], { cwd: updated })).status).to.equal(0)
      for (const name of Object.keys(files)) {
        expect(readFileSync(join(patched, name), 'utf8'), name).to.equal(
          readFileSync(join(updated, name), 'utf8'),
        )
      }
      expect(await run(['doctest', '--check', '.'], { cwd: patched })).to.deep.equal({
        stdout: '',
        stderr: 'support-repl: nothing to update\n',
        status: 0,
      })
    })
  }

  it('names files from the current folder on, however they were named', async () => {
    const cwd = folderWith({ 'a/b.rst': lines('>>> 1', '2') })
    for (const path of ['a', './a/b.rst', join(cwd, 'a'), 'a/../a/b.rst']) {
      const { stdout } = await run(['doctest', '--check', path], { cwd })
      expect(stdout.split('\n').slice(0, 2)).to.deep.equal(['--- a/a/b.rst', '+++ b/a/b.rst'])
    }
  })
})
