/** `.load`: a file of inputs, as if each statement had been typed. */
import { shownName } from '../../client/attach/names.ts'
import { readText } from '../read-text.ts'
import type { Outcome } from '../session/session.ts'
import { onePath, parseArgument, pathCandidates, resolvePath } from './arguments.ts'
import { type CommandContext, CommandError, type DotCommand } from './dot-command.ts'

const usage = '.load FILE'

export const loadCommand: DotCommand = {
  name: 'load',
  usage,
  help: 'Run the JavaScript or TypeScript of a file in this session, statement by statement.',
  complete: (argument, context) => pathCandidates(argument, context),

  async run(argument, context) {
    const { positionals } = parseArgument(argument, {}, usage)
    const path = onePath(positionals, usage)
    if (path === undefined) throw new CommandError(`.load takes the name of a file: ${usage}`)
    const source = await readSource(path, context)
    const { runScript, terminal, signal, screen } = context
    const print = screen.print ?? screen.write
    const options = { filename: path, interruptible: terminal?.interruptible }
    for await (const outcome of runScript(source, options)) {
      show(outcome, print)
      // Nothing ran at that moment that could have seen it.
      signal.throwIfAborted()
    }
    return undefined
  },
}

/** Prints a value; throws what stopped the file, in the words of the session. */
function show(outcome: Outcome, print: (text: string) => void): void {
  if (outcome.status === 'error') throw new CommandError(outcome.text, { cause: outcome.error })
  if (outcome.status === 'value' && outcome.text !== undefined) print(`${outcome.text}\n`)
}

async function readSource(path: string, { directory, signal }: CommandContext): Promise<string> {
  const shown = shownName(path)
  if (/\.(?:md|markdown|rst)$/i.test(path)) {
    throw new CommandError(`${shown} is a document, not a script: .play ${shown} walks through its examples`)
  }
  return readText(resolvePath(path, directory), shown, { signal })
}
