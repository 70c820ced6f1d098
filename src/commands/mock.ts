/** `support-repl mock`: serves the mock endpoint until it is told to stop. */

import { type CredentialsOption, type Plan, plans, startMockEndpoint } from '../mock/index.ts'
import { type OptionTable, optionsHelp, parseOptions, UsageError } from './options.ts'
import type { Surroundings } from './shell.ts'

export const mockOptions = {
  port: { value: 'PORT', help: 'the port (default 4587); 0 for a free one' },
  host: { value: 'HOST', help: 'the address to listen on (default 127.0.0.1)' },
  seed: { value: 'NAME|FILE', help: 'what it holds: tutorial (default), demo, empty, or a state file' },
  state: { value: 'FILE', help: 'load the state from it, when it is there, and save it there' },
  'strict-auth': { help: 'verify signatures, dates and scope' },
  'access-key': { value: 'KEY', help: 'the access key to accept, with --strict-auth' },
  'secret-key': { value: 'KEY', help: 'its secret key' },
  credentials: { value: 'FILE', help: 'accounts to accept, with --strict-auth: a JSON list' },
  plan: { value: 'PLAN', help: `the support plan: ${plans.join(', ')} (default)` },
  quotas: { help: 'throttle, and limit cases an hour, as the service does' },
  policy: { value: 'FILE', help: 'an IAM policy that says what is allowed' },
  events: { value: 'URL', help: 'post every case change there, as EventBridge events' },
  faults: { value: 'FILE', help: 'faults on demand: a JSON file of rules' },
  help: { short: 'h', help: 'show this help' },
} as const satisfies OptionTable

const help = `Usage: support-repl mock [options]

Serves a mock of the AWS Support API. Point a client at it with AWS_ENDPOINT_URL_SUPPORT. Without
--strict-auth any access key is accepted; one of 12 digits is that account.

Options:
${optionsHelp(mockOptions)}`

/** Serves until SIGINT or SIGTERM: status 0, or 1 when the state could not be saved at the end. */
export async function serveMock(args: readonly string[], { stdout, stderr }: Surroundings): Promise<number> {
  const { values, operands } = parseOptions(mockOptions, args)
  if (values.help) {
    stdout.write(`${help}\n`)
    return 0
  }
  if (operands.length > 0) throw new UsageError(`mock takes no operand: ${operands.join(' ')}`)
  if (values.host === '') throw new UsageError('--host needs an address, such as 127.0.0.1')
  const mock = await startMockEndpoint({
    port: portNumber(values.port),
    host: values.host,
    seed: values.seed,
    strictAuth: values['strict-auth'] ?? false,
    credentials: keys(values),
    state: values.state,
    plan: planName(values.plan),
    quotas: values.quotas,
    policy: values.policy,
    events: values.events,
    faults: values.faults,
  })
  if (values.host !== undefined && !isLoopback(values.host)) {
    stderr.write(
      `support-repl: the mock listens on ${values.host}: whoever reaches this machine can call it.\n`,
    )
  }
  stdout.write(`Mock AWS Support endpoint listening on ${mock.url}\n`)
  await stopSignal()
  try {
    await mock.close()
    return 0
  } catch (error) {
    stderr.write(`support-repl: the state was not saved: ${(error as Error).message}\n`)
    return 1
  }
}

function portNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new UsageError(`--port needs a number from 0 to 65535, not ${text}`)
}

const isLoopback = (host: string) =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)

function planName(text: string | undefined): Plan | undefined {
  const found = plans.find((plan) => plan === text)
  if (text === undefined || found) return found
  throw new UsageError(`--plan needs one of ${plans.join(', ')}, not ${text}`)
}

type KeyOptions = {
  readonly [name in 'access-key' | 'secret-key' | 'credentials']?: string
} & { readonly 'strict-auth'?: boolean }

function keys(values: KeyOptions): CredentialsOption | undefined {
  const { 'access-key': accessKeyId, 'secret-key': secretAccessKey, credentials } = values
  if (Boolean(accessKeyId) !== Boolean(secretAccessKey)) {
    throw new UsageError('--access-key and --secret-key go together')
  }
  if (accessKeyId && credentials) throw new UsageError('give either --access-key or --credentials')
  const given = accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : credentials
  if (values['strict-auth'] && !given) {
    throw new UsageError('--strict-auth needs --access-key and --secret-key, or --credentials')
  }
  if (!values['strict-auth'] && given) {
    throw new UsageError(`${credentials ? '--credentials' : '--access-key'} needs --strict-auth`)
  }
  return given
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
    // The terminal was closed.
    process.once('SIGHUP', () => resolve())
  })
}
