/** Dot commands: their names, and what they say may stand as their argument. */

import { harmless } from '../../text/harmless.ts'
import type { CommandContext, DotCommand } from '../dot-commands/dot-command.ts'
import type { Completion } from './completion.ts'
import { oneLine } from './one-line.ts'

/** A point that begins an input, and a name; behind white space its argument. No JavaScript begins so. */
const commandLine = /^\s*(?<partial>\.(?<name>[a-z]\w*)?)(?:\s+(?<argument>.*))?$/is

/** The completion of a dot command; undefined where the text is none. */
export async function completeCommand(
  text: string,
  commands: () => Promise<readonly DotCommand[]>,
  context: CommandContext,
): Promise<Completion | undefined> {
  const { partial, name, argument } = commandLine.exec(text)?.groups ?? {}
  if (partial === undefined) return undefined
  const known = await commands()
  if (argument === undefined) return namesLike(partial, known)
  const command = known.find((each) => each.name === name)
  if (!command) return { candidates: [], partial: '', message: noCommand(partial) }
  return completeArgument(command, argument, context)
}

function namesLike(partial: string, commands: readonly DotCommand[]): Completion {
  const candidates = commands
    .map(({ name, help }) => ({ text: `.${name}`, note: help }))
    .filter(({ text }) => text.startsWith(partial))
  return candidates.length > 0
    ? { candidates, partial }
    : { candidates, partial, message: noCommand(partial) }
}

const noCommand = (partial: string) => oneLine(`no command begins with ${partial}; .help lists what there is`)

async function completeArgument(
  { usage, help, complete }: DotCommand,
  argument: string,
  context: CommandContext,
): Promise<Completion> {
  try {
    const found = (await complete?.(argument, context)) ?? []
    // What a line cannot hold was written by somebody to disturb.
    const candidates = found.filter(({ text }) => harmless(text) === text)
    if (candidates.length > 0) return { candidates, partial: argument }
    return { candidates, partial: argument, message: oneLine(`${usage}: ${help}`) }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { candidates: [], partial: argument, message: oneLine(`${usage}: ${reason}`) }
  }
}
