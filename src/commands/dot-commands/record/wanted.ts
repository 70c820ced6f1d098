/** What `.record` is asked for. */
import { parseArgument, resolvePath } from '../../../shell/dot-commands/arguments.ts'
import { type CommandContext, CommandError } from '../../../shell/dot-commands/dot-command.ts'

export const usage = '.record FILE [all] [append], .record off'

/** What may stand behind the file. */
export const words = {
  all: 'begin with the first input of this session',
  append: 'add to a file that is there already',
} as const

/** What was asked for. */
export interface Wanted {
  readonly path: string
  /** The path as it was typed. */
  readonly name: string
  readonly all: boolean
  readonly append: boolean
}

/** Reads the argument of `.record FILE`. Throws a CommandError that says what to type. */
export function readWanted(argument: string, { directory }: CommandContext): Wanted {
  const { positionals } = parseArgument(argument, {}, usage)
  const [name = '', ...more] = positionals
  const unknown = more.find((word) => !Object.hasOwn(words, word))
  if (unknown !== undefined) {
    throw new CommandError(`${unknown} is not known here (a name with spaces goes in quotes): ${usage}`)
  }
  if (!/.\.(?:md|rst)$/i.test(name)) {
    throw new CommandError(`A transcript is Markdown or RST: let the name end in .md or .rst, not ${name}`)
  }
  return {
    name,
    path: resolvePath(name, directory),
    all: more.includes('all'),
    append: more.includes('append'),
  }
}
