/** The dot commands of the shell, in the order in which help lists them. */
import type { DotCommand } from '../../shell/dot-commands/dot-command.ts'
import { editorCommand } from '../../shell/dot-commands/editor.ts'
import { exitCommand } from '../../shell/dot-commands/exit.ts'

export function dotCommands(): readonly DotCommand[] {
  return [editorCommand, exitCommand]
}
