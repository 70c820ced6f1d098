/** Tests of the command as tables: a command line, what it gets, and all that it prints. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { newFolder, run } from './command.ts'

/** A command line, what it gets, and what it prints; '' where that is not said. */
interface Case {
  readonly title: string
  readonly args: readonly string[]
  readonly stdin?: string | Uint8Array
  readonly env?: NodeJS.ProcessEnv
  /** Files in the folder in which it runs, and in the home folder, by name. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  readonly stdout?: string
  readonly stderr?: string | RegExp
  readonly status?: number
}

/** A test for each. */
export function itRuns(cases: readonly Case[]): void {
  for (const { title, args, stdin, env, files = {}, ...expected } of cases) {
    it(title, async () => {
      const cwd = folderWith(files)
      const ended = await run(args, { cwd, stdin, env: { HOME: cwd, ...env } })
      const { stderr = '' } = expected
      if (stderr instanceof RegExp) expect(ended.stderr).to.match(stderr)
      const shown = stderr instanceof RegExp ? ended.stderr : stderr
      expect(ended).to.deep.equal({ stdout: '', status: 0, ...expected, stderr: shown })
    })
  }
}

/** A new folder with these files. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = newFolder()
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

/** Lines as a program prints them. */
export const lines = (...each: string[]): string => each.map((line) => `${line}\n`).join('')
