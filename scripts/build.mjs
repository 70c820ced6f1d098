/**
 * Builds dist. A fresh clone has none, so `npm ci` runs this through `prepare`.
 *
 * The code is bundled into few files because loading many is what a shell's first prompt waits for:
 * on one machine the prompt came after 126 ms from 70 files and after 108 ms from the bundle.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')

rmSync(at('../dist'), { recursive: true, force: true })

const { status } = spawnSync(process.execPath, [tsc, '-p', at('tsconfig.build.json')], { stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)

await build({
  entryPoints: {
    cli: at('../src/cli.ts'),
    index: at('../src/index.ts'),
    mocha: at('../src/mocha.ts'),
    mock: at('../src/mock/index.ts'),
  },
  outdir: at('../dist'),
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  logLevel: 'warning',
})
// All code is in dist itself, so what src/mock reads from ./data is there too.
cpSync(at('../src/mock/data'), at('../dist/data'), { recursive: true })
chmodSync(at('../dist/cli.js'), 0o755)
