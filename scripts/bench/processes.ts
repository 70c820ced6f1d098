/** Child processes, bounded in time and ended with the bench. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { basename } from 'node:path'
import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { BenchError } from './finding.ts'
import type { Place } from './place.ts'

/** After so many seconds a process is ended, whatever it does. */
const limit = 60

const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** A process that ran to its end, from its start on. */
export interface Run {
  readonly milliseconds: number
  readonly stdout: string
}

/** Runs a program to its end. Throws a BenchError when it fails or takes too long. */
export async function runToEnd(file: string, args: readonly string[], place: Place): Promise<Run> {
  const start = performance.now()
  const child = startChild(file, args, place)
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
    })
  }
  const [status, signal] = await ended(child, file, args)
  const milliseconds = performance.now() - start
  if (status === 0) return { milliseconds, stdout: output.stdout }
  const how = status === null ? `was ended by ${signal} (the limit is ${limit} s)` : `ended with ${status}`
  throw new BenchError(`${shown(file, args)} ${how}: ${firstLine(output.stderr || output.stdout)}`)
}

/** A server in a process of its own. */
export interface ServerProcess {
  readonly port: number
  readonly pid: number
  stop(): Promise<void>
}

/** Starts a program that says in its first line where it listens. */
export async function startServer(
  file: string,
  args: readonly string[],
  place: Place,
): Promise<ServerProcess> {
  const child = startChild(file, args, place)
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text
  })
  const end = ended(child, file, args)
  const lines = createInterface({ input: child.stdout })
  const [line] = await Promise.race([once(lines, 'line') as Promise<[string]>, end.then(() => [''])])
  const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(line ?? '')?.[1]
  const stop = async () => {
    child.kill()
    await end
  }
  if (port) return { port: Number(port), pid: child.pid!, stop }
  await stop()
  throw new BenchError(
    `${shown(file, args)} does not say where it listens: ${firstLine(complaints || line!)}`,
  )
}

function startChild(file: string, args: readonly string[], { home, env }: Place) {
  const options = { cwd: home, env, timeout: limit * 1000, killSignal: 'SIGKILL' } as const
  const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  return child
}

async function ended(child: ChildProcess, file: string, args: readonly string[]) {
  try {
    return (await once(child, 'close')) as [number | null, string | null]
  } catch (cause) {
    throw new BenchError(`${shown(file, args)} cannot be started: ${(cause as Error).message}`, { cause })
  } finally {
    running.delete(child)
  }
}

/** A command as a message shows it: long arguments are data. */
export function shown(file: string, args: readonly string[]): string {
  return [basename(file), ...args.map((each) => (each.length > 60 ? '...' : basename(each)))].join(' ')
}

/** What a message quotes of a program's output. */
export const firstLine = (text: string): string => text.trim().split(/\r?\n/)[0] || 'it says nothing'
