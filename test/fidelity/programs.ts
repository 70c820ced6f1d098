/**
 * Programs that nobody here wrote: how they are found, run and ended. What they see is a bare
 * environment, so that nothing that a developer has configured decides on a test.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import type { MockCredentials, MockEndpoint } from '../../src/mock/index.ts'

const home = mkdtempSync(join(tmpdir(), 'support-repl-fidelity-'))
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) end(child)
  rmSync(home, { recursive: true, force: true })
})

/** A new empty folder, gone when the tests are over. */
export const newFolder = (): string => mkdtempSync(join(home, 'folder-'))

// Version managers lay names on the path behind which there may be no program; the rest is where
// systems install theirs.
const folders = [
  ...new Set([...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/bin', '/usr/bin', '/bin']),
]

/** A bare environment in which only the folder of `program` comes before those of the system. */
function bare(program: string): Record<string, string> {
  return {
    PATH: [dirname(program), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
    HOME: home,
    TMPDIR: home,
    LC_ALL: 'C.UTF-8',
    // Else the chain of credentials waits for the metadata service of a virtual machine.
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    BOTO_CONFIG: join(home, 'none'),
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONWARNINGS: 'ignore',
  }
}

/** The environment of someone who has configured the account of a mock and nothing else. */
export function configured(
  program: string,
  { url, credentials }: MockEndpoint,
  { accessKeyId, secretAccessKey, sessionToken }: MockCredentials = credentials,
): Record<string, string> {
  return {
    ...bare(program),
    MOCK_URL: url,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken && { AWS_SESSION_TOKEN: sessionToken }),
  }
}

export interface Program {
  readonly file: string
  /** As it says itself: `1.26.27`. */
  readonly version: string
}

/** What each program of that name prints that matches, when it is run with `args`. */
function* answers(name: string, args: readonly string[], expected: RegExp) {
  for (const file of folders.map((folder) => join(folder, name)).filter((path) => existsSync(path))) {
    const { stdout } = spawnSync(file, args, {
      env: bare(file),
      encoding: 'utf8',
      timeout: 30_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const answer = expected.exec(stdout ?? '')?.groups
    if (answer) yield { file, version: '', ...answer }
  }
}

/** An AWS CLI of each major version: version 2 was written anew. */
export function findAwsClis(): Program[] {
  const found = new Map<string, Program>()
  for (const program of answers('aws', ['--version'], /^aws-cli\/(?<version>\S+)/)) {
    const [major = ''] = program.version.split('.')
    if (!found.has(major)) found.set(major, program)
  }
  return [...found.values()]
}

/** A Python for each copy of this module, with the module's version: they may be years apart. */
export function findPythons(module: string): Program[] {
  // The name on the path may be a shim or a link: the program itself says where it is.
  const code = `import sys; it = __import__('${module}'); print(sys.executable, it.__version__, it.__file__)`
  const found = new Map<string, Program>()
  for (const program of answers('python3', ['-c', code], /^(?<file>\/.+) (?<version>\S+) (?<copy>\/.+)$/m)) {
    const { copy } = program as Program & { copy: string }
    if (!found.has(copy)) found.set(copy, program)
  }
  return [...found.values()]
}

/** `describe` for each program. Where there is none, one test says that these were not run. */
export function describePrograms(
  title: string,
  programs: readonly Program[],
  suite: (file: string, version: string) => void,
): void {
  if (programs.length === 0) it(`${title} (NOT RUN: it is not installed here)`)
  for (const { file, version } of programs) {
    describe(`${title} ${version}`, function () {
      this.timeout(60_000)
      suite(file, version)
    })
  }
}

export interface Ended {
  readonly stdout: string
  readonly stderr: string
  /** Null when it was ended because it took too long. */
  readonly status: number | null
}

/** Runs a program to its end, without input. What it started ends with it. */
export function run(
  file: string,
  args: readonly string[],
  { env, cwd }: { env: Record<string, string>; cwd: string },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    // A group of its own: a shell does not end what it runs.
    const child = spawn(file, args, { env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    running.add(child)
    const late = setTimeout(() => end(child), 50_000)
    const texts = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text) => {
        texts[name] += text
      })
    }
    const over = () => {
      clearTimeout(late)
      running.delete(child)
    }
    child.once('error', (error) => {
      over()
      reject(error)
    })
    child.once('close', (status) => {
      over()
      resolve({ ...texts, status })
    })
  })
}

function end({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    // It has just ended by itself.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
