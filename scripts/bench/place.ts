/** Where the measured programs run: this package's build, in a home and an environment of nobody's. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BenchError } from './finding.ts'

export interface Place {
  /** dist/cli.js */
  readonly cli: string
  /** A temporary folder: the home and the current directory of what is measured. */
  readonly home: string
  readonly env: Record<string, string>
}

/** Settings that would change what is measured. */
const foreign = /^(AWS|NODE|npm|SUPPORT_REPL|XDG)_|^(NO_COLOR|FORCE_COLOR)$/i

/** Throws a BenchError where nothing is built. The folder is removed when the process ends. */
export function openPlace(): Place {
  const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
  if (!existsSync(cli)) throw new BenchError('dist/cli.js is missing: run `npm run build` first')
  const home = mkdtempSync(join(tmpdir(), 'support-repl-bench-'))
  process.on('exit', () => rmSync(home, { recursive: true, force: true }))
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name)) as [string, string][]
  return { cli, home, env: { ...Object.fromEntries(kept), HOME: home, USERPROFILE: home } }
}

/** The path of a script of this folder that plain node runs. */
export const bareScript = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
