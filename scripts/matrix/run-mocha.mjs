/** Runs mocha on another Node than the one that runs this. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** How long the tests may take on one version. */
const limit = 30 * 60_000

/**
 * Runs tests as `npm test` runs them, with the options in package.json, and shows what mocha prints.
 *
 * @returns {Promise<{ passed: number, failed: number, pending: number, seconds: number, trouble?: string }>}
 */
export async function runMocha(node, tests) {
  const { mocha } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'))
  const { 'node-option': nodeOptions = [], spec: _all, ...options } = mocha
  const file = createRequire(import.meta.url).resolve('mocha/bin/mocha.js')
  const args = [
    ...nodeOptions.map((option) => `--${option}`),
    file,
    // Else the tests that package.json names would be added to these.
    '--no-package',
    ...Object.entries(options).flatMap(([name, value]) => [value].flat().map((each) => `--${name}=${each}`)),
    '--reporter=dot',
    ...tests,
  ]
  // Programs that tests start find this Node, too.
  const env = { ...process.env, PATH: [dirname(node), process.env.PATH].join(delimiter) }
  const started = performance.now()
  const child = spawn(node, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'], timeout: limit })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    process.stdout.write(text)
    printed += text
  })
  const ended = await new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', (status, signal) => resolve(signal ?? status))
  })
  const count = (word) => {
    const found = [...printed.matchAll(new RegExp(`^ *(\\d+) ${word}\\b`, 'gm'))].at(-1)
    return found ? Number(found[1]) : undefined
  }
  const seconds = Math.round((performance.now() - started) / 1000)
  const {
    passed,
    failed = 0,
    pending = 0,
  } = {
    passed: count('passing'),
    failed: count('failing'),
    pending: count('pending'),
  }
  // Without its totals mocha did not get to its end; with them, its status is the number of failures.
  const isWhole = passed !== undefined && ended === Math.min(failed, 255)
  if (isWhole) return { passed, failed, pending, seconds }
  return {
    passed: passed ?? 0,
    failed: Math.max(failed, 1),
    pending,
    seconds,
    trouble: `mocha ended with ${ended}`,
  }
}
