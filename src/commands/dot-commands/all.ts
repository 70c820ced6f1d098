/** The dot commands of the shell, in the order in which help lists them. */
import { caseCommand } from '../../shell/dot-commands/case.ts'
import { casesCommand } from '../../shell/dot-commands/cases.ts'
import type { DotCommand } from '../../shell/dot-commands/dot-command.ts'
import { dryRunCommand } from '../../shell/dot-commands/dry-run.ts'
import { editorCommand } from '../../shell/dot-commands/editor.ts'
import { exitCommand } from '../../shell/dot-commands/exit.ts'
import { exportCommand } from '../../shell/dot-commands/export.ts'
import { helpCommand } from '../../shell/dot-commands/help.ts'
import { loadCommand } from '../../shell/dot-commands/load.ts'
import { scriptCommand } from '../../shell/dot-commands/script.ts'
import { tableCommand } from '../../shell/dot-commands/table.ts'
import { type PlayOptions, playCommand } from './play-command.ts'
import { type RecordOptions, recordCommand } from './record-command.ts'

/** Without a log of what ran there is nothing to record. */
export type DotCommandsOptions = PlayOptions & Partial<RecordOptions>

export function dotCommands({ runs, freshSession, ...options }: DotCommandsOptions): readonly DotCommand[] {
  const commands: readonly DotCommand[] = [
    helpCommand(() => commands),
    casesCommand,
    caseCommand,
    tableCommand,
    dryRunCommand,
    loadCommand,
    playCommand(options),
    ...(runs && freshSession ? [recordCommand({ ...options, runs, freshSession })] : []),
    scriptCommand,
    exportCommand,
    editorCommand,
    exitCommand,
  ]
  return commands
}
