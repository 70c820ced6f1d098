/** The built package as its users load it: plain JavaScript, require, TypeScript in every resolution. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'

const root = fileURLToPath(new URL('../..', import.meta.url))
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')

const program = `
import { connectToRegion, isFault, type Output, SupportConnection } from 'support-repl'
import { startMockEndpoint } from 'support-repl/mock'

const mock = await startMockEndpoint({ port: 0 })
await using conn = new SupportConnection({ endpoint: mock.url, credentials: mock.credentials })
const { cases }: Output<'describeCases'> = await conn.describeCases({ maxResults: 10 })
export const subjects: (string | undefined)[] = (cases ?? []).map(({ subject }) => subject)
export const other: SupportConnection = connectToRegion('us-west-2')
try {
  for await (const { body } of conn.paginateDescribeCommunications('case-9').items()) console.log(body?.length)
} catch (error) {
  if (!isFault(error, 'CaseIdNotFound')) throw error
}
// @ts-expect-error a misspelt member
await conn.describeCases({ caseIDList: [] })
`

/** CommonJS has none. */
function withoutTopLevelAwait(text: string): string {
  const [imports, rest] = text.split('\n\n')
  return `${imports}\nexport async function main() {\n${rest!.replaceAll('export const', 'const')}}\n`
}

describe('The package', function () {
  this.timeout(120_000)
  let folder: string

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'support-repl-package-'))
    mkdirSync(join(folder, 'node_modules', '@types'), { recursive: true })
    symlinkSync(root, join(folder, 'node_modules', 'support-repl'))
    symlinkSync(join(root, 'node_modules/@types/node'), join(folder, 'node_modules/@types/node'))
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}')
  })
  after(() => rmSync(folder, { recursive: true }))

  const run = (args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      ...{ cwd: folder, encoding: 'utf8', timeout: 100_000 },
      env: { PATH: process.env['PATH'], AWS_EC2_METADATA_DISABLED: 'true' },
    })
    return { status, stdout, stderr: stderr.replace(/^\(.*(Warning|--trace).*\n?/gm, '') }
  }

  const loaded = [
    ['import', 'main.mjs', "import { SupportConnection, regions } from 'support-repl'"],
    ['require()', 'main.cjs', "const { SupportConnection, regions } = require('support-repl')"],
  ] as const
  for (const [way, file, line] of loaded) {
    it(`is loaded by ${way}`, () => {
      const rest = 'console.log(typeof SupportConnection.prototype.describeCases, regions()[0].name)'
      writeFileSync(join(folder, file), `${line}\n${rest}\n`)
      expect(run([file])).to.deep.equal({ status: 0, stdout: 'function us-east-1\n', stderr: '' })
    })
  }

  it('has a mock that require() loads, too', () => {
    writeFileSync(
      join(folder, 'mock.cjs'),
      `const { startMockEndpoint } = require('support-repl/mock')
       startMockEndpoint({ port: 0 }).then(async (mock) => { console.log(typeof mock.url); await mock.close() })\n`,
    )
    expect(run(['mock.cjs'])).to.deep.equal({ status: 0, stdout: 'string\n', stderr: '' })
  })

  it('is one, however it is loaded', () => {
    writeFileSync(
      join(folder, 'both.cjs'),
      `const required = require('support-repl')
       import('support-repl').then((imported) => {
         console.log(Object.entries(imported).every(([name, value]) => required[name] === value))
       })\n`,
    )
    expect(run(['both.cjs'])).to.deep.equal({ status: 0, stdout: 'true\n', stderr: '' })
  })

  const settings = [
    ['nodenext', 'main.ts', { module: 'nodenext' }],
    ['bundler', 'main.ts', { module: 'esnext', moduleResolution: 'bundler' }],
    ['nodenext, from CommonJS', 'main.cts', { module: 'nodenext' }],
    ['node16, from CommonJS', 'main.cts', { module: 'node16' }],
  ] as const
  for (const [name, file, own] of settings) {
    it(`compiles in TypeScript with the resolution ${name}, its declarations checked too`, () => {
      const text = file === 'main.ts' ? program : withoutTopLevelAwait(program)
      writeFileSync(join(folder, file), text)
      const compilerOptions = {
        ...{ strict: true, noEmit: true, target: 'es2023', types: ['node'], ...own },
        lib: ['es2023', 'esnext.disposable', 'dom'],
        preserveSymlinks: false,
      }
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }))
      expect(run([tsc, '-p', '.'])).to.deep.equal({ status: 0, stdout: '', stderr: '' })
    })
  }

  it('has what a compiler and an editor need, and explains it', () => {
    const declarations = createRequire(join(folder, 'main.cjs')).resolve('support-repl/package.json')
    const path = join(declarations, '..', 'dist/types/client/operation-types.d.ts')
    const { stdout } = run(['-p', `fs.readFileSync(${JSON.stringify(path)}, 'utf8')`])
    expect(stdout).to.include('/** What {@link OperationMethods.describeCases} takes. */')
  })
})
