/** `.script`: what was tried by hand, as something that runs by itself. */
import { shownName } from '../../client/attach/names.ts'
import { onePath, parseArgument, pathCandidates, resolvePath } from './arguments.ts'
import { type CommandContext, CommandError, type DotCommand } from './dot-command.ts'

const usage = '.script aws|js [--last N] [FILE]'

const languages = {
  aws: {
    note: 'commands of the AWS CLI, version 2',
    run: 'sh',
    // It is a program: the file may be run.
    mode: 0o700,
    async write() {
      return (await import('../script/aws.ts')).awsScript
    },
  },
  js: {
    note: 'a program on @aws-sdk/client-support',
    run: 'node',
    mode: 0o600,
    async write() {
      return (await import('../script/js.ts')).jsProgram
    },
  },
} as const

const options = [{ text: '--last', note: 'only so many calls, the last ones' }]

type Language = keyof typeof languages

export const scriptCommand: DotCommand = {
  name: 'script',
  usage,
  help: 'Write the calls that succeeded in this session as a script of the AWS CLI, or as a JavaScript program.',

  async complete(argument, context) {
    const [, language, rest] = /^\s*(\S*)(\s?)/.exec(argument)!
    if (rest !== '') return pathCandidates(argument, context, options)
    return Object.entries(languages)
      .filter(([name]) => name.startsWith(language!))
      .map(([text, { note }]) => ({ text, note }))
  },

  async run(argument, context) {
    const { language, last, path } = read(argument)
    const { calls, conn } = context
    const [{ planScript }, { targetOf }] = await Promise.all([
      import('../script/plan.ts'),
      import('../script/target.ts'),
    ])
    const plan = planScript(calls.calls, { endpoint: conn.endpoint, last })
    if (plan.steps.length === 0) {
      const { leftOutText } = await import('../script/left-out.ts')
      const others = leftOutText(plan.leftOut)
      throw new CommandError(`No call of an operation has succeeded yet${others && ` (${others})`}`)
    }
    const write = await languages[language].write()
    const text = write(plan, targetOf(conn))
    return path === undefined ? text : save(path, text, language, context)
  },
}

function read(argument: string): { language: Language; last?: number; path?: string } {
  const { values, positionals } = parseArgument(argument, { last: { type: 'string' } }, usage)
  const [language, ...operands] = positionals
  if (language === undefined || !Object.hasOwn(languages, language)) {
    throw new CommandError(
      `.script takes aws or js${language === undefined ? '' : `, not ${language}`}: ${usage}`,
    )
  }
  const last = values.last === undefined ? undefined : Number(values.last)
  if (last !== undefined && !(Number.isInteger(last) && last > 0)) {
    throw new CommandError(`--last takes a number of calls from 1 on, not ${values.last}`)
  }
  return { language: language as Language, last, path: onePath(operands, usage) }
}

async function save(
  path: string,
  text: string,
  language: Language,
  { directory, terminal }: CommandContext,
): Promise<string> {
  const [{ saveFile }, { shellWord }] = await Promise.all([
    import('../save-file.ts'),
    import('../script/shell-words.ts'),
  ])
  const { mode, run } = languages[language]
  const shown = shownName(path)
  const replace = async () => (await terminal?.ask(`${shown} is there already. Replace it? [y/N] `)) ?? false
  const saved = await saveFile(resolvePath(path, directory), `${text}\n`, { shown, mode, replace })
  if (saved) return `${shown} is written: ${run} ${shellWord(path)}`
  throw new CommandError(`${shown} is there already and stays as it is: name another file`)
}
