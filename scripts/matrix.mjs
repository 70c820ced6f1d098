/**
 * Runs the tests of the shell and of the command on every version of Node that is supported.
 *
 *     npm run test:matrix                                 all of them, on all versions
 *     npm run test:matrix -- 22 24                        on these versions
 *     npm run test:matrix -- test/shell/session/*.test.ts these tests
 *
 * The status is 1 when a test failed. A version that is not to be had is NOT RUN: where CI is set that is a
 * failure, too, unless the network is what is missing.
 */
import { findNode, NodeMissing } from './matrix/find-node.mjs'
import { runMocha } from './matrix/run-mocha.mjs'

const supported = ['20', '22', '24']

/** What depends on Node's own terminal, modules and inspector. */
const usualTests = ['test/shell/**/*.test.ts', 'test/commands/**/*.test.ts', 'test/e2e/**/*.test.ts']

const args = process.argv.slice(2)
const isMajor = (text) => /^\d+$/.test(text)
const unknown = args.filter((arg) => isMajor(arg) && !supported.includes(arg))
if (unknown.length > 0) {
  console.error(`test:matrix: Node ${unknown.join(', ')} is not supported; ${supported.join(', ')} are`)
  process.exit(2)
}
const majors = supported.filter((major) => args.includes(major) || !args.some(isMajor))
const named = args.filter((arg) => !isMajor(arg))
const tests = named.length > 0 ? named : usualTests

/** One version: the line to say of it at the end, and whether it counts as failed. */
async function run(major) {
  let node
  try {
    node = findNode(major)
  } catch (error) {
    if (!(error instanceof NodeMissing)) throw error
    const failed = Boolean(process.env.CI) && !error.isOffline
    return { line: `Node ${major}: NOT RUN: ${error.message}`, failed, wasRun: false }
  }
  console.log(`\nNode ${node.version} (${node.source})`)
  const { passed, failed, pending, seconds, trouble } = await runMocha(node.path, tests)
  const counts = `${passed} passed, ${failed} failed, ${pending} pending`
  const line = `Node ${node.version}: ${counts}, ${seconds} s${trouble ? ` (${trouble})` : ''}`
  return { line, failed: failed > 0, wasRun: true }
}

const results = []
for (const major of majors) results.push(await run(major))
console.log(`\n${results.map(({ line }) => line).join('\n')}`)
const isGood = results.every(({ failed }) => !failed) && results.some(({ wasRun }) => wasRun)
process.exitCode = isGood ? 0 : 1
