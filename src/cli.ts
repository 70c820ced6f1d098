#!/usr/bin/env node
/** The command: tells the subcommands apart, words what went wrong, sets the exit status. */
import { createRequire } from 'node:module'
import { shell } from './commands/shell.ts'

const { version } = createRequire(import.meta.url)('../package.json') as { version: string }

/** Errors whose message is all that a person needs. */
const told = new Set([
  'UsageError',
  'MockStartError',
  'TranscriptInputError',
  'ConfigurationError',
  'CredentialsError',
])

async function main(args: readonly string[]): Promise<number> {
  const { stdin, stdout, stderr, env } = process
  const around = { stdin, stdout, stderr, env, version }
  const [command, ...rest] = args
  if (command === 'doctest') return (await import('./commands/doctest.ts')).doctest(rest, around)
  if (command === 'mock') return (await import('./commands/mock.ts')).serveMock(rest, around)
  return shell(args, around)
}

// A reader that has seen enough, such as head, is no error; what a check has found it did not see whole.
const isDoctest = process.argv[2] === 'doctest' && !process.argv.some((each) => /^(?:-h|--help)$/.test(each))
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(isDoctest ? 1 : 0)
  process.stderr.write(`support-repl: the output cannot be written: ${error.message}\n`)
  process.exit(1)
})

let ended = false
let isIdle = false
// Comes when nothing is left that a pending await could wait for, and not when an input ends the process.
process.on('beforeExit', () => {
  isIdle = true
})
process.on('exit', () => {
  if (ended || !isIdle) return
  process.stderr.write('support-repl: what was awaited never came: nothing is left to wait for\n')
  process.exitCode = 1
})

async function run(args: readonly string[]): Promise<void> {
  try {
    const status = await main(args)
    // An input may have said how the process is to end.
    if (status !== 0) process.exitCode = status
    // What examples have left open, such as a server, is nothing to wait for.
    if (isDoctest) process.stdout.write('', (error) => error ?? exit(status))
  } catch (error) {
    if (!(error instanceof Error) || !told.has(error.name)) throw error
    process.stderr.write(`support-repl: ${error.message}\n`)
    process.exitCode = 2
  } finally {
    ended = true
  }
}

/** Ends the process with a status, whatever listeners examples have left: this one is the last. */
function exit(status: number): void {
  process.once('exit', () => {
    process.exitCode = status
  })
  process.exit()
}

// Not awaited here: of a module that waits in vain, Node 22 says where the await stands.
void run(process.argv.slice(2))
