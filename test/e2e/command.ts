/** The installed command as a process: how it is started, and what must be true of whatever it prints. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'

/** The file behind the command `support-repl`; `npm run build` makes it. */
export const commandFile = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

/** Keys that can be recognised wherever they turn up. The command never prints the secret one. */
export const keys = {
  AWS_ACCESS_KEY_ID: 'AKIAENDTOENDTEST0000',
  AWS_SECRET_ACCESS_KEY: 'thisSecretKeyMustNotBePrinted/EndToEnd+0',
  AWS_SESSION_TOKEN: 'thisSessionTokenMustNotBePrinted/EndToEnd',
}

const home = mkdtempSync(join(tmpdir(), 'support-repl-e2e-'))
process.once('exit', () => rmSync(home, { recursive: true, force: true }))

/** A new empty folder, gone when the tests are over. */
export const newFolder = (): string => mkdtempSync(join(home, 'folder-'))

/** The environment of someone who has configured nothing. */
export function environment(more: NodeJS.ProcessEnv = {}): Record<string, string> {
  const bare = {
    PATH: process.env['PATH'],
    HOME: home,
    XDG_STATE_HOME: join(home, 'state'),
    TMPDIR: home,
    // Else the AWS credential chain waits for the metadata service of a virtual machine.
    AWS_EC2_METADATA_DISABLED: 'true',
    ...more,
  }
  const set = Object.entries(bare).filter(([, value]) => value !== undefined)
  return Object.fromEntries(set) as Record<string, string>
}

export interface Surroundings {
  readonly stdin?: string | Uint8Array
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
}

export interface Ended {
  readonly stdout: string
  readonly stderr: string
  readonly status: number | null
}

/** Runs the command to its end. Whatever it prints is held against {@link expectDiscreet}. */
export async function run(
  args: readonly string[],
  { stdin = '', env, cwd = home }: Surroundings = {},
): Promise<Ended> {
  const child = start(args, { env, cwd })
  child.stdin!.on('error', () => {}).end(stdin)
  const { stdout, stderr } = capture(child)
  const [status] = await once(child, 'close')
  const ended = { stdout: stdout(), stderr: stderr(), status }
  expectDiscreet(ended)
  return ended
}

/** Starts the command with its input and output in pipes. */
export function start(args: readonly string[], { env, cwd = home }: Surroundings = {}): ChildProcess {
  return spawn(process.execPath, [commandFile, ...args], { env: environment(env), cwd })
}

/** What a process has printed so far. */
export function capture(child: ChildProcess): { stdout: () => string; stderr: () => string } {
  const texts = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]!.setEncoding('utf8').on('data', (chunk) => {
      texts[name] += chunk
    })
  }
  return { stdout: () => texts.stdout, stderr: () => texts.stderr }
}

/** Nobody is shown the inside of this program, nor a secret. */
export function expectDiscreet({ stdout, stderr }: Pick<Ended, 'stdout' | 'stderr'>): void {
  const inside = ['node_modules', 'dist/', 'node:internal', '    at file:']
  const secrets = [keys.AWS_SECRET_ACCESS_KEY, keys.AWS_SESSION_TOKEN]
  for (const text of [...inside, ...secrets]) {
    expect(stdout, 'standard output').to.not.include(text)
    expect(stderr, 'standard error').to.not.include(text)
  }
}

/** A mock endpoint in a process of its own, as `support-repl mock --port 0` starts it. */
export async function startMock(
  args: readonly string[] = [],
  surroundings: Surroundings = {},
): Promise<{
  readonly url: string
  readonly child: ChildProcess
  readonly printed: ReturnType<typeof capture>
  /** The names of the operations it was asked for. */
  operations(): Promise<string[]>
  [Symbol.asyncDispose](): Promise<void>
}> {
  const child = start(['mock', '--port', '0', ...args], surroundings)
  const printed = capture(child)
  const closed = once(child, 'close')
  while (!printed.stdout().includes('\n')) await Promise.race([once(child.stdout!, 'data'), ended(closed)])
  const [, url = ''] = /listening on (\S+)/.exec(printed.stdout()) ?? []
  return {
    url,
    child,
    printed,
    async operations() {
      const answer = await fetch(`${url}/_mock/requests`)
      const requests = (await answer.json()) as
        | { operation: string }[]
        | { requests: { operation: string }[] }
      return (Array.isArray(requests) ? requests : requests.requests).map(({ operation }) => operation)
    },
    async [Symbol.asyncDispose]() {
      child.kill()
      await closed
    },
  }

  async function ended(close: Promise<unknown>): Promise<never> {
    await close
    throw new Error(`The mock ended before it listened:\n${printed.stdout()}${printed.stderr()}`)
  }
}
