/**
 * Builds dist. A fresh clone has none, so `npm ci` runs this through `prepare`.
 *
 * The code is bundled into few files because loading many is what a shell's first prompt waits for. What
 * the prompt does not need is imported later, and so in files of its own; `npm run bench` shows the outcome.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'rolldown'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
run(tsc, '-p', at('tsconfig.build.json'))
// The operations' types once more, written out with what each member means.
const operationTypes = at('../dist/types/client/operation-types.d.ts')
const loader = ['--disable-warning=ExperimentalWarning', '--import', pathToFileURL(at('ts-node.mjs')).href]
run(...loader, at('documented-types.ts'), operationTypes)

// The code of the build before is thrown away only now: a mistake leaves a command that works.
for (const file of readdirSync(at('../dist'))) {
  if (/\.c?js$/.test(file)) rmSync(at(`../dist/${file}`))
}

const options = {
  cwd: at('..'),
  platform: 'node',
  transform: { target: 'node20.19' },
  // Packages stay what they are; our own modules are named by their paths.
  external: /^[^./]/,
  logLevel: 'warn',
}
// Comments would be read at every start; editors have them from the types.
const output = { dir: at('../dist'), format: 'esm', cleanDir: false, comments: false }
// The command by itself: shared with the library, its code would be cut into many small files again.
await build({
  ...options,
  input: { cli: 'src/cli.ts' },
  output: {
    ...output,
    chunkFileNames: 'cli-[name]-[hash].js',
    codeSplitting: {
      // In one file, also what later files share with it. Not the program itself: to share with that would run it.
      groups: [{ name: 'first-prompt', tags: ['$initial'], test: (id) => id !== at('../src/cli.ts') }],
    },
  },
})
await build({
  ...options,
  input: { index: 'src/index.ts', mocha: 'src/mocha.ts', mock: 'src/mock/index.ts' },
  output: { ...output, chunkFileNames: '[name]-[hash].js' },
})
// For require(), which loads ES modules: the same module, under a name that compilers of CommonJS take.
const doubt = '// @ts-ignore For Node before 20.19 compilers know that require() loads no ES modules.'
for (const [code, types] of [
  ['index', 'index'],
  ['mock', 'mock/index'],
  ['mocha', 'mocha'],
]) {
  writeFileSync(at(`../dist/${code}.cjs`), `module.exports = require('./${code}.js')\n`)
  writeFileSync(at(`../dist/types/${types}.d.cts`), `${doubt}\nexport * from './${basename(types)}.js'\n`)
}
// All code is in dist itself, so what src/mock reads from ./data and ./page is there too.
cpSync(at('../src/mock/data'), at('../dist/data'), { recursive: true })
cpSync(at('../src/mock/page'), at('../dist/page'), { recursive: true })
chmodSync(at('../dist/cli.js'), 0o755)
