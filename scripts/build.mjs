// Compiles src into dist. A fresh clone has no dist, so `npm ci` runs this through `prepare`.
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')

rmSync(at('../dist'), { recursive: true, force: true })
const { status } = spawnSync(process.execPath, [tsc, '-p', at('tsconfig.build.json')], { stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)
// The compiler leaves data files behind.
const isData = (path) => statSync(path).isDirectory() || path.endsWith('.json')
cpSync(at('../src'), at('../dist'), { recursive: true, filter: isData })
chmodSync(at('../dist/cli.js'), 0o755)
