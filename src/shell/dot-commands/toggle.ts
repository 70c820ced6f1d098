/** Commands that switch something: alone they turn it over, `on` and `off` say which. */
import { wrap } from '../show/cells.ts'
import { type CommandContext, CommandError, type DotCommand } from './dot-command.ts'

interface Toggle extends Pick<DotCommand, 'name' | 'help'> {
  readonly mode: keyof CommandContext['modes']
  /** What holds now, in a sentence. */
  readonly said: (isOn: boolean) => string
}

const positions = ['on', 'off']

export function toggle({ name, help, mode, said }: Toggle): DotCommand {
  return {
    name,
    usage: `.${name} [on|off]`,
    help,
    async complete(argument) {
      return positions.filter((text) => text.startsWith(argument)).map((text) => ({ text }))
    },
    async run(argument, { modes, screen }) {
      const wanted = argument.trim().toLowerCase()
      if (wanted !== '' && !positions.includes(wanted)) {
        throw new CommandError(`.${name} takes on or off, or nothing to switch`)
      }
      modes[mode] = wanted === '' ? !modes[mode] : wanted === 'on'
      return wrap(said(modes[mode]), screen.columns).join('\n')
    },
  }
}
