/** `.exit` */
import { CommandError, type DotCommand } from './dot-command.ts'

export const exitCommand: DotCommand = {
  name: 'exit',
  usage: '.exit',
  help: 'Leave the shell, as Ctrl-D does.',
  async run(_argument, { terminal }) {
    if (!terminal) throw new CommandError('.exit is for a terminal: here the run ends with its input')
    terminal.leave()
    return undefined
  },
}
