/** Finds a version of Node: the one that runs, one that was fetched before, or the latest there is on npm. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const cache = fileURLToPath(new URL('../../node_modules/.cache/node-versions', import.meta.url))

const platform = process.platform === 'win32' ? 'win' : process.platform

/** The npm package with the binary, and nothing else, in versions numbered as those of Node. */
const packageName = `node-${platform}-${process.arch}`

/** There is no such Node here. `isOffline`: it could not be asked for. */
export class NodeMissing extends Error {
  constructor(message, isOffline = false) {
    super(message)
    this.isOffline = isOffline
  }
}

/**
 * The latest of a major version; the running Node if it is of that version. Throws a NodeMissing.
 *
 * @returns {{ path: string, version: string, source: string }}
 */
export function findNode(major) {
  if (process.versions.node.startsWith(`${major}.`)) {
    return { path: process.execPath, version: process.versions.node, source: 'the one that runs this' }
  }
  const { version, note } = latest(major)
  const path = binaryIn(join(cache, version))
  if (!existsSync(path)) fetch(version)
  const started = spawnSync(path, ['--version'], { encoding: 'utf8' })
  if (started.stdout?.trim() !== `v${version}`) {
    const reason = started.error?.message ?? started.stderr.trim().split('\n')[0]
    throw new NodeMissing(`${packageName} ${version} does not run here: ${reason}`)
  }
  return { path, version, source: note ?? `${packageName} from npm` }
}

/** The latest on npm; without a network the latest that was fetched before. */
function latest(major) {
  try {
    const found = JSON.parse(npm(['view', `${packageName}@${major}`, 'version', '--json']) || '[]')
    const version = [found].flat().sort(byNumber).at(-1)
    if (version === undefined) throw new NodeMissing(`npm has no ${packageName}@${major}`)
    return { version }
  } catch (error) {
    const version = fetched(major).at(-1)
    if (!(error instanceof NodeMissing) || !error.isOffline || version === undefined) throw error
    return { version, note: 'fetched before; npm cannot be reached' }
  }
}

/** The versions that are here already, the latest last. */
function fetched(major) {
  const there = existsSync(cache) ? readdirSync(cache) : []
  return there.filter((name) => name.startsWith(`${major}.`)).sort(byNumber)
}

const byNumber = (one, other) => one.localeCompare(other, 'en', { numeric: true })

const binaryIn = (folder) =>
  join(folder, 'node_modules', packageName, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** In a folder of its own: nothing of this package changes, and half a download is not found later. */
function fetch(version) {
  const folder = join(cache, `.fetching-${process.pid}`)
  mkdirSync(folder, { recursive: true })
  try {
    const quiet = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund']
    npm(['install', '--prefix', folder, ...quiet, `${packageName}@${version}`])
    if (!existsSync(binaryIn(folder))) throw new NodeMissing(`${packageName} ${version} holds no Node`)
    const [major] = version.split('.')
    for (const old of fetched(major)) rmSync(join(cache, old), { recursive: true, force: true })
    renameSync(folder, join(cache, version))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const unreachable =
  /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT|FETCH_ERROR)\b/

/** What npm prints. Throws a NodeMissing with npm's own words. */
function npm(args) {
  const { npm_execpath: script } = process.env
  const [command, before, shell] = script
    ? [process.execPath, [script], false]
    : ['npm', [], platform === 'win']
  const limits = ['--loglevel=error', '--fetch-retries=1', '--fetch-timeout=60000']
  const options = { encoding: 'utf8', shell, timeout: 300_000 }
  const { status, stdout, stderr, error } = spawnSync(command, [...before, ...args, ...limits], options)
  if (status === 0) return stdout
  const said = `${stdout ?? ''}${stderr ?? ''}`
  const lines = (stderr ?? '').split('\n').map((line) => line.replace(/^npm (?:error|ERR!) ?/, ''))
  const reason = lines.find((line) => line && !/^code |^errno |^syscall /.test(line))
  const isLate = error?.code === 'ETIMEDOUT'
  throw new NodeMissing(
    `npm ${args[0]}: ${reason ?? error?.message ?? `status ${status}`}`,
    isLate || unreachable.test(said),
  )
}
