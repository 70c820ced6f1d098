/** An export in a process of its own, which can be killed. Arguments: endpoint, keys, folder, what `.export` is given. */
import { SupportConnection } from '../../../src/client/connection.ts'
import type { CommandContext, TerminalAccess } from '../../../src/shell/dot-commands/dot-command.ts'
import { exportWith } from '../../../src/shell/dot-commands/export.ts'

const [endpoint, accessKeyId = '', secretAccessKey = '', directory, argument = ''] = process.argv.slice(2)
// Where a process may write no more it gets this signal, and ends unless it listens; on a full disk there is none.
process.on('SIGXFSZ', () => {})

// Each look at the progress is later than the last, so that every case is shown.
let time = 0
const command = exportWith({
  now: () => (time += 1000),
  interval: 0,
  delay: async () => {},
})
const context: Partial<CommandContext> = {
  conn: new SupportConnection({ endpoint, credentials: { accessKeyId, secretAccessKey } }),
  directory,
  screen: { columns: 80, colors: false, write: (text) => process.stdout.write(text) },
  terminal: {} as TerminalAccess,
  signal: new AbortController().signal,
}
try {
  console.log(await command.run(argument, context as CommandContext))
} catch (error) {
  console.log((error as Error).message)
  process.exitCode = 1
}
await context.conn?.close()
