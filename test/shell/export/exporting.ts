/** Exports from a mock, without waiting. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { clientIn, type SupportConnection } from '../../../src/client/connection.ts'
import type { Credentials } from '../../../src/client/credentials.ts'
import type { SupportError } from '../../../src/client/errors.ts'
import { type MockEndpoint, type MockOptions, startMockEndpoint } from '../../../src/mock/index.ts'
import { CallLog } from '../../../src/shell/call-log.ts'
import type { CommandContext, TerminalAccess } from '../../../src/shell/dot-commands/dot-command.ts'
import { exportWith } from '../../../src/shell/dot-commands/export.ts'
import type { ExportedCase } from '../../../src/shell/export/document.ts'
import { interrupted, isInterruption } from '../../../src/shell/session/run-stopped.ts'
import { newFolder } from '../../fidelity/programs.ts'

export { isInterruption, type SupportError }

export class Exporting {
  readonly mock: MockEndpoint
  readonly conn: SupportConnection
  readonly folder: string
  /** Milliseconds that were waited, one after the other. */
  readonly waits: number[] = []
  /** What the command wrote while it ran. */
  shown = ''
  /** Called before each wait. */
  onWait: () => void = () => {}
  #now = Date.UTC(2026, 7, 1, 9)
  #stop = new AbortController()
  readonly #connections: SupportConnection[] = []

  static async start(options: MockOptions = {}, folder = newFolder()): Promise<Exporting> {
    return new Exporting(await startMockEndpoint({ port: 0, seed: 'demo', ...options }), folder)
  }

  private constructor(mock: MockEndpoint, folder: string) {
    this.mock = mock
    this.folder = folder
    this.conn = this.connect(mock.credentials)
  }

  /** A connection to the mock that tries nothing again by itself: that is left to the export. */
  connect(credentials: Credentials): SupportConnection {
    // What an upload waits for takes no time.
    const delay = async () => void this.mock.clock.advance('PT2S')
    const { SupportConnection } = clientIn({ env: {}, delay })
    const conn = new SupportConnection({ endpoint: this.mock.url, credentials, maxAttempts: 1 })
    this.#connections.push(conn)
    return conn
  }

  /** Runs `.export` with an argument; answers its text, or throws. */
  async run(argument: string, conn = this.conn): Promise<string> {
    this.#stop = new AbortController()
    const command = exportWith({
      now: () => this.#now,
      interval: 250,
      delay: async (milliseconds, signal) => {
        this.waits.push(milliseconds)
        this.#now += milliseconds
        this.onWait()
        signal?.throwIfAborted()
      },
    })
    const context: Partial<CommandContext> = {
      conn,
      calls: new CallLog(),
      directory: this.folder,
      screen: { columns: 80, colors: false, write: (text) => this.#write(text) },
      terminal: {} as TerminalAccess,
      signal: this.#stop.signal,
    }
    return (await command.run(argument, context as CommandContext))!
  }

  /** Called with all that is written. */
  onWrite: (text: string) => void = () => {}

  #write(text: string): void {
    this.shown += text
    // Each look at the progress is later than the last.
    this.#now += 1000
    this.onWrite(text)
  }

  /** Ctrl-C. */
  interrupt(): void {
    this.#stop.abort(interrupted())
  }

  path(name = 'cases.jsonl'): string {
    return join(this.folder, name)
  }

  has(name: string): boolean {
    return existsSync(this.path(name))
  }

  /** The documents of a file, each of which has to be valid. */
  documents(name = 'cases.jsonl'): ExportedCase[] {
    const text = readFileSync(this.path(name), 'utf8')
    if (text !== '' && !text.endsWith('\n')) throw new Error(`${name} ends in the middle of a line`)
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as ExportedCase)
  }

  requested(operation: string): number {
    return this.mock.requests().filter((each) => each.operation === operation).length
  }

  async close(): Promise<void> {
    await Promise.all(this.#connections.map((conn) => conn.close()))
    await this.mock.close()
  }
}

/** What a promise rejects with, as text. */
export async function messageOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('It was fulfilled')
}
