/** A recording whose process is killed: what had run is in the file. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { failures } from './shell.ts'

const process_ = fileURLToPath(new URL('./recording-process.ts', import.meta.url))
const loader = new URL('../../../scripts/ts-node.mjs', import.meta.url).href

describe('A recording whose process is killed', () => {
  for (const examples of [1, 7, 20]) {
    it(`has all of ${examples} inputs that had run, and replays`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'support-repl-killed-'))
      const path = join(folder, 'it.md')
      const child = spawn(process.execPath, ['--import', loader, process_, path], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      try {
        let done = 0
        for await (const line of createInterface(child.stdout)) {
          done = Number(line)
          // It goes on meanwhile: the kill comes anywhere in the next inputs.
          if (done === examples) child.kill('SIGKILL')
        }
        const recorded = [...readFileSync(path, 'utf8').matchAll(/^>>> .*'case (\d+)'/gm)].map(([, n]) =>
          Number(n),
        )
        expect(recorded).to.deep.equal(recorded.map((_, index) => index + 1))
        expect(recorded.length).to.be.within(done, done + 1)
        expect(await failures(path)).to.deep.equal([])
      } finally {
        child.kill('SIGKILL')
        rmSync(folder, { recursive: true })
      }
    })
  }
})
