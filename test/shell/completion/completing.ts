/** A completer on a world that a test makes up. */

import { type Completer, createCompleter } from '../../../src/shell/completion/complete.ts'
import type { Completion } from '../../../src/shell/completion/completion.ts'
import type { Known } from '../../../src/shell/completion/live.ts'
import type { LiveKindName } from '../../../src/shell/completion/live-members.ts'
import type { CommandContext, DotCommand } from '../../../src/shell/dot-commands/dot-command.ts'

export interface World {
  /** What can be looked at, by its expression. */
  readonly values?: Record<string, unknown>
  readonly names?: readonly string[]
  readonly live?: (kind: LiveKindName, serviceCode?: string) => Known
  readonly commands?: readonly DotCommand[]
  readonly directory?: string
}

/** @param peeked is told every expression that is looked at */
export function completerIn(world: World, peeked: string[] = []): Completer {
  const { values = {}, names = [], live = () => ({ values: [] }), commands = [], directory = '/' } = world
  return createCompleter({
    session: {
      peek(expression) {
        peeked.push(expression)
        return Object.hasOwn(values, expression) ? { value: values[expression] } : undefined
      },
      names: () => [...names],
    },
    live: { get: async (kind, serviceCode) => live(kind, serviceCode) },
    commands: async () => commands,
    directory,
  })
}

/** Commands of these tests do not look at it. */
export const context = {} as CommandContext

/** What is listed, without the notes. */
export const texts = ({ candidates }: Completion): string[] => candidates.map(({ text }) => text)

/** What is listed, a line each: `'low'`, `'case-1'  A test case. (opened)`. */
export const listed = ({ candidates }: Completion): string[] =>
  candidates.map(({ text, note }) => (note === undefined ? text : `${text}  ${note}`))
