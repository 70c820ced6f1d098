/** `support-repl mock`: serves the mock endpoint until it is told to stop. */
import { startMockEndpoint } from '../mock/index.ts'
import { type OptionTable, optionsHelp, parseOptions, UsageError } from './options.ts'
import type { Surroundings } from './shell.ts'

export const mockOptions = {
  port: { value: 'PORT', help: 'the port (default 4587); 0 for a free one' },
  host: { value: 'HOST', help: 'the address to listen on (default 127.0.0.1)' },
  seed: { value: 'NAME|FILE', help: 'what it holds: tutorial (default), demo, empty, or a state file' },
  'strict-auth': { help: 'verify signatures, dates and scope' },
  'access-key': { value: 'KEY', help: 'the access key to accept, with --strict-auth' },
  'secret-key': { value: 'KEY', help: 'its secret key' },
  help: { short: 'h', help: 'show this help' },
} as const satisfies OptionTable

const help = `Usage: support-repl mock [options]

Serves a mock of the AWS Support API. Point a client at it with AWS_ENDPOINT_URL_SUPPORT. Without
--strict-auth any access key is accepted; one of 12 digits is that account.

Options:
${optionsHelp(mockOptions)}`

/** Serves until SIGINT or SIGTERM: status 0. */
export async function serveMock(args: readonly string[], { stdout }: Surroundings): Promise<number> {
  const { values, operands } = parseOptions(mockOptions, args)
  if (values.help) {
    stdout.write(`${help}\n`)
    return 0
  }
  if (operands.length > 0) throw new UsageError(`mock takes no operand: ${operands.join(' ')}`)
  const mock = await startMockEndpoint({
    port: portNumber(values.port),
    host: values.host,
    seed: values.seed,
    strictAuth: values['strict-auth'] ?? false,
    credentials: keys(values),
  })
  stdout.write(`Mock AWS Support endpoint listening on ${mock.url}\n`)
  await stopSignal()
  await mock.close()
  return 0
}

function portNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new UsageError(`--port needs a number from 0 to 65535, not ${text}`)
}

function keys(values: { 'access-key'?: string; 'secret-key'?: string; 'strict-auth'?: boolean }) {
  const { 'access-key': accessKeyId, 'secret-key': secretAccessKey, 'strict-auth': strict } = values
  if (Boolean(accessKeyId) !== Boolean(secretAccessKey)) {
    throw new UsageError('--access-key and --secret-key go together')
  }
  if (strict && !accessKeyId) throw new UsageError('--strict-auth needs --access-key and --secret-key')
  if (!strict && accessKeyId) throw new UsageError('--access-key needs --strict-auth')
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}
