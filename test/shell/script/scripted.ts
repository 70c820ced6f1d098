/** A session's calls on a mock, and the scripts that are made of them. */
import { clientIn, type SupportConnection } from '../../../src/client/connection.ts'
import { type MockEndpoint, type MockOptions, startMockEndpoint } from '../../../src/mock/index.ts'
import { CallLog } from '../../../src/shell/call-log.ts'
import { awsScript } from '../../../src/shell/script/aws.ts'
import { jsProgram } from '../../../src/shell/script/js.ts'
import { type Plan, planScript } from '../../../src/shell/script/plan.ts'
import { type Target, targetOf } from '../../../src/shell/script/target.ts'

export interface Scripted {
  readonly mock: MockEndpoint
  readonly conn: SupportConnection
  readonly log: CallLog
  /** Another connection, whose calls are not in the log. */
  readonly look: SupportConnection
  plan(last?: number): Plan
  /** The scripts, as they go to the mock. */
  aws(last?: number): string
  js(last?: number): string
  close(): Promise<void>
}

export async function startScripted(options: MockOptions = {}): Promise<Scripted> {
  const mock = await startMockEndpoint({ port: 0, ...options })
  const log = new CallLog()
  // Uploads are ready when they are asked for, whatever time that takes.
  const delay = async (milliseconds: number) => {
    mock.clock.advance(`PT${Math.ceil(milliseconds / 1000)}S`)
  }
  const { SupportConnection } = clientIn({ env: {}, observe: log.observe, delay })
  const { SupportConnection: Unlogged } = clientIn({ env: {} })
  const conn = new SupportConnection({ endpoint: mock.url, credentials: mock.credentials })
  const look = new Unlogged({ endpoint: mock.url, credentials: mock.credentials })
  const plan = (last?: number) => planScript(log.calls, { endpoint: conn.endpoint, last })
  return {
    mock,
    conn,
    log,
    look,
    plan,
    aws: (last) => awsScript(plan(last), targetOf(conn)),
    js: (last) => jsProgram(plan(last), targetOf(conn)),
    close: async () => {
      await Promise.all([conn.close(), look.close()])
      await mock.close()
    },
  }
}

/** As if it had been AWS. */
const live: Target = { region: 'us-east-1' }

/** The commands of a script, without what stands at its top. */
export const commands = (plan: Plan): string =>
  awsScript(plan, live).replace(/^[\s\S]*?\nexport AWS_DEFAULT_REGION=.*\n\n/, '')

/** The statements of a program, without its imports and its client. */
export const statements = (plan: Plan): string =>
  jsProgram(plan, live).replace(/^[\s\S]*?\nconst support = .*\n\n/, '')
