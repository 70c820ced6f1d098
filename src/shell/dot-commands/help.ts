/** `.help`: what there is, and what it is about one thing. */
import { CommandError, type DotCommand } from './dot-command.ts'

/** @param commands all of the shell's, asked for when help is */
export function helpCommand(
  commands: () => readonly DotCommand[] | Promise<readonly DotCommand[]>,
): DotCommand {
  return {
    name: 'help',
    usage: '.help [NAME]',
    help: 'What there is; with NAME, what is to be known of an operation, command, member or error.',
    async complete(argument) {
      const { namesFor } = await import('../help/pages.ts')
      return namesFor(argument, await commands()).map(({ name, help }) => ({ text: name, note: help }))
    },
    async run(argument, { screen }) {
      const { help } = await import('../help/pages.ts')
      const answer = help(argument, await commands(), screen)
      if ('text' in answer) return answer.text
      const hint = answer.near === undefined ? '.help lists what there is' : `did you mean ${answer.near}?`
      throw new CommandError(`There is no help on ${argument.trim()}; ${hint}`)
    },
  }
}
