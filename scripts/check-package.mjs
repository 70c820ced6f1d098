/**
 * `npm run check:package`: the packed package as publint and attw see it. They are fetched for the occasion,
 * since nothing else needs them; what needs no network is in test/e2e/package.test.ts.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'support-repl-pack-'))

function run(command, ...args) {
  const { status, stdout, error } = spawnSync(command, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  })
  if (error) throw error
  return { status, stdout }
}

try {
  const [packed] = JSON.parse(
    run('npm', 'pack', '--ignore-scripts', '--json', '--pack-destination', folder).stdout,
  )
  const tarball = join(folder, packed.filename)
  const checks = [
    ['publint@~0.3.25', '--strict', tarball],
    ['@arethetypeswrong/cli@~0.18.5', tarball],
  ]
  for (const [tool, ...args] of checks) {
    const { status, stdout } = run('npx', '--yes', tool, ...args)
    process.stdout.write(stdout)
    if (status !== 0) process.exitCode = 1
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
