/** `.editor` */
import { CommandError, type DotCommand } from './dot-command.ts'

export const editorCommand: DotCommand = {
  name: 'editor',
  usage: '.editor',
  help: 'Open $EDITOR on the last input; what you save waits at the prompt. Ctrl-X Ctrl-E opens it on this one.',
  async run(_argument, { terminal }) {
    if (!terminal) throw new CommandError('.editor is for a terminal: there is none here')
    try {
      terminal.prefill(await terminal.edit(terminal.lastInput() ?? ''))
    } catch (error) {
      throw new CommandError((error as Error).message, { cause: error })
    }
    return undefined
  },
}
