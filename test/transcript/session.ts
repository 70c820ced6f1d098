import { format, inspect } from 'node:util'
import { createContext, runInContext } from 'node:vm'
import type { EvaluateOptions, OpenSession } from '../../src/transcript/replay.ts'

/** What a session was asked to do, in order. */
export type Call = string

/**
 * A small shell: evaluates expressions and `var` statements, prints as Node does. `calls` gathers what is
 * asked of it. `breakdown()` in a source makes the evaluation itself throw; a seed named `bad` cannot be used.
 */
export function openSessions(): { open: OpenSession; calls: Call[]; options: EvaluateOptions[] } {
  const calls: Call[] = []
  const options: EvaluateOptions[] = []
  const open: OpenSession = async ({ seed, path }) => {
    calls.push(`open ${path}${seed ? ` ${seed}` : ''}`)
    if (seed === 'bad') throw new Error('no such state')
    let written = ''
    const log = (...values: unknown[]) => {
      written += `${format(...values)}\n`
    }
    const context = createContext({ console: { log }, seed })
    return {
      evaluate: async (source, given) => {
        calls.push(source)
        options.push(given)
        if (source.includes('breakdown()')) throw new Error('the engine broke down')
        written = ''
        try {
          const value: unknown = runInContext(source, context)
          return { text: value === undefined ? written : `${written}${inspect(value)}`, failed: false }
        } catch (error) {
          const { name, message } = error as Error
          return { text: `${written}Uncaught ${name}: ${message}\n    at f (x.js:1:1)`, failed: true }
        }
      },
      close: async () => {
        calls.push('close')
      },
    }
  }
  return { open, calls, options }
}
