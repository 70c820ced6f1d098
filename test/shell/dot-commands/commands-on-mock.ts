/** Dot commands on a mock that holds the demo's cases, at nine o'clock on the first of August 2026. */
import { SupportConnection } from '../../../src/client/connection.ts'
import { type MockOptions, startMockEndpoint } from '../../../src/mock/index.ts'
import { CallLog } from '../../../src/shell/call-log.ts'
import type {
  CommandContext,
  DotCommand,
  TerminalAccess,
} from '../../../src/shell/dot-commands/dot-command.ts'
import type { Session } from '../../../src/shell/session/session.ts'

export const nine = Date.UTC(2026, 7, 1, 9)

export interface Setting extends Pick<MockOptions, 'seed' | 'plan'> {
  readonly columns?: number
  readonly unicode?: boolean
}

/** Nobody is asked anything, but somebody looks. */
const person: TerminalAccess = {
  ask: () => Promise.reject(new Error('asked')),
  key: () => Promise.reject(new Error('asked for a key')),
  prefill: () => {},
  edit: () => Promise.reject(new Error('edited')),
  lastInput: () => undefined,
  leave: () => {},
}

export async function commandsOnMock({ seed = 'demo', plan, columns = 80, unicode = false }: Setting = {}) {
  // The clock stands, and requests are signed by that of the computer.
  const mock = await startMockEndpoint({ port: 0, seed, plan, strictAuth: false, now: () => nine })
  const conn = new SupportConnection({ endpoint: mock.url, credentials: mock.credentials })
  const written: string[] = []
  const context: CommandContext = {
    // The commands here never look at it.
    session: {} as Session,
    runScript: () => {
      throw new Error('ran a script')
    },
    conn,
    calls: new CallLog(),
    modes: { dryRun: false, table: false },
    directory: '.',
    screen: { columns, colors: false, unicode, write: (text) => written.push(text) },
    signal: new AbortController().signal,
    now: () => nine,
  }
  return {
    mock,
    conn,
    context,
    /** What the commands wrote while they ran. */
    written,
    /** A context in which somebody sits at the terminal. */
    atTerminal: (changes: Partial<CommandContext> = {}): CommandContext => ({
      ...context,
      terminal: person,
      ...changes,
    }),
    /** What a terminal would show. */
    async shown(command: DotCommand, argument = '', changes: Partial<CommandContext> = {}): Promise<string> {
      try {
        return (await command.run(argument, { ...context, ...changes })) ?? ''
      } catch (error) {
        return `${(error as Error).name}: ${(error as Error).message}`
      }
    },
    async close(): Promise<void> {
      await conn.close()
      await mock.close()
    },
  }
}

export type CommandsOnMock = Awaited<ReturnType<typeof commandsOnMock>>

/** A screen as tests write it: without their indent and the lines around it. */
export function unindent(text: string): string {
  return text.replace(/^\n|\n *$/g, '').replace(/^ {4}/gm, '')
}
