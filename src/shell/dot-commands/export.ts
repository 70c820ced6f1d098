/** `.export`: all cases of the account in a file. See `src/shell/export/` for how. */
import { shownName } from '../../client/attach/names.ts'
import { SupportError } from '../../client/errors.ts'
import { type Delay, realDelay } from '../../client/retry.ts'
import type { ExportFile } from '../export/export-file.ts'
import { onePath, parseArgument, pathCandidates, resolvePath } from './arguments.ts'
import { type CommandContext, CommandError, type DotCommand } from './dot-command.ts'

const usage = '.export FILE [--since DATE] [--no-attachments]'

/** What `.export` alone says. */
const about = `${usage}

Writes every case, resolved ones too, to FILE: one JSON document a line.
  case            the case as describeCases shows it
  communications  all its messages, newest first
  attachments     attachmentId, fileName, bytes, sha256, and the content: data in base64, or where that is
                  large the name of a file beside FILE; missing where the service no longer has it
  exported        from which endpoint, and when

FILE is there when all of it is. Until then FILE.partial has the cases so far, a whole one each line; after an
interruption of any kind the same command goes on from there. For a FILE that is there already, it fetches what
is new or has changed, and keeps cases that the service has forgotten. One FILE holds one account. Cases are
confidential: the files are for you alone to read.

  --since DATE      only cases that were opened from then on: 2026-08-01, or a time in ISO 8601
  --no-attachments  leaves the attachments out`

const options = [
  { text: '--since', note: 'only cases that were opened from a DATE on' },
  { text: '--no-attachments', note: 'leaves the attachments out' },
]

export interface ExportSettings {
  readonly delay: Delay
  readonly now: () => number
  /** Milliseconds from one call to the next, at least, where the endpoint is not on this machine. */
  readonly interval: number
}

// AWS allows an account about 5 support operations a second: this leaves some for others.
const settings: ExportSettings = { delay: realDelay, now: Date.now, interval: 250 }

export const exportCommand: DotCommand = exportWith(settings)

/** The command, with other clocks: for tests. */
export function exportWith({ interval, ...around }: ExportSettings): DotCommand {
  return {
    name: 'export',
    usage,
    help: 'Write all cases with messages and attachments as JSON lines; goes on where it was stopped.',

    complete: (argument, context) => pathCandidates(argument, context, options),

    async run(argument, context) {
      const { path, since, withAttachments } = read(argument)
      if (path === undefined) return about
      const [{ ExportFile }, { Exporter }, { ProgressLine, progressText }] = await Promise.all([
        import('../export/export-file.ts'),
        import('../export/exporter.ts'),
        import('../export/report.ts'),
      ])
      const { conn, directory, screen, terminal, signal } = context
      const file = await ExportFile.open(resolvePath(path, directory), {
        shown: shownName(path),
        from: conn.endpoint,
      })
      // Where nobody sits, nobody needs to see how far it is.
      const line = terminal && new ProgressLine({ ...screen, now: around.now })
      try {
        const exporter = new Exporter({
          ...around,
          ...{ conn, file, since, withAttachments, signal },
          interval: isLocal(conn.endpoint) ? 0 : interval,
          onProgress: (progress, waiting) => line?.show(progress, waiting),
        })
        const progress = await exporter.run()
        return `${shownName(path)} is complete: ${progressText(progress)}`
      } catch (error) {
        throw stopped(error, path, file, context)
      } finally {
        line?.clear()
        await file.close()
      }
    },
  }
}

function read(argument: string): { path?: string; since?: string; withAttachments: boolean } {
  const { values, positionals } = parseArgument(
    argument,
    { since: { type: 'string' }, 'no-attachments': { type: 'boolean' } },
    usage,
  )
  const { since } = values
  if (since !== undefined && !(/^\d{4}-\d\d-\d\d/.test(since) && !Number.isNaN(Date.parse(since)))) {
    throw new CommandError(`--since takes a date such as 2026-08-01, or a time in ISO 8601, not ${since}`)
  }
  return { path: onePath(positionals, usage), since, withAttachments: !values['no-attachments'] }
}

/** Nobody else's quota is used up on this machine. */
function isLocal(endpoint: string): boolean {
  const { hostname } = new URL(endpoint)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}

/** Why it stopped, what there is, and how it goes on. */
function stopped(error: unknown, path: string, file: ExportFile, { signal }: CommandContext): unknown {
  const why = reason(error, signal)
  if (why === undefined) return error
  const name = shownName(path)
  const count = file.partialCases
  const rest =
    count === 0
      ? `.export ${name} tries again`
      : `${count} case${count === 1 ? ' is' : 's are'} in ${name}.partial, and .export ${name} goes on from there`
  return new CommandError(`${why.replace(/\.$/, '')}; ${rest}`, { cause: error })
}

/** Undefined where the error says all there is to say. */
function reason(error: unknown, signal: AbortSignal): string | undefined {
  if (signal.aborted) return 'Stopped by Ctrl-C'
  // The disk is full, or the like. What else a command says, the same command does not mend.
  if (error instanceof CommandError) return error.cause === undefined ? undefined : error.message
  if (!(error instanceof SupportError)) return undefined
  const hint = error.name === 'AccessDeniedException' && /Attachment/.test(error.message)
  return `${error.name}: ${error.message}${hint ? ' (--no-attachments leaves them out)' : ''}`
}
