/** Command lines: one table drives parsing, help and the words of its errors. */
import { parseArgs } from 'node:util'
import { nearest } from '../model/nearest.ts'

/** One option. `value` names what follows it; without it the option is a switch. */
export interface OptionSpec {
  readonly help: string
  readonly short?: string
  readonly value?: string
  readonly multiple?: boolean
}

export type OptionTable = Readonly<Record<string, OptionSpec>>

/** The values of a table's options, by name. */
export type OptionValues<T extends OptionTable> = {
  readonly [K in keyof T]?: T[K] extends { value: string }
    ? T[K] extends { multiple: true }
      ? string[]
      : string
    : boolean
}

/** The command line, or a file that it names, cannot be used: status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export function parseOptions<const T extends OptionTable>(
  table: T,
  args: readonly string[],
): { values: OptionValues<T>; operands: string[] } {
  const options = Object.fromEntries(
    Object.entries(table).map(([name, { short, value, multiple = false }]) => [
      name,
      { type: value ? ('string' as const) : ('boolean' as const), multiple, ...(short ? { short } : {}) },
    ]),
  )
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    return { values: values as OptionValues<T>, operands: positionals }
  } catch (error) {
    throw new UsageError(reworded(error as Error & { code?: string }, table))
  }
}

/** The lines of help for a table, aligned. */
export function optionsHelp(table: OptionTable): string {
  const rows = Object.entries(table).map(([name, { short, value, help }]) => {
    const long = `--${name}${value ? ` ${value}` : ''}`
    return [short ? `-${short}, ${long}` : `    ${long}`, help]
  })
  const width = Math.max(...rows.map(([left = '']) => left.length))
  return rows.map(([left = '', help]) => `  ${left.padEnd(width)}  ${help}`).join('\n')
}

function reworded({ code, message }: Error & { code?: string }, table: OptionTable): string {
  const option = /'(?:-\w, )?(--?[^' =]+)/.exec(message)?.[1] ?? ''
  switch (code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION': {
      const near = nearest(option.replace(/^-+/, ''), Object.keys(table))
      return near && option.startsWith('--')
        ? `unknown option ${option}; did you mean --${near}?`
        : `unknown option ${option}; --help lists the options`
    }
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE': {
      const { value } = table[option.replace(/^--/, '')] ?? {}
      if (!value) return `${option} takes no value`
      const ambiguous = /ambiguous/.test(message)
        ? `; a ${value} that begins with - is given as ${option}=-...`
        : ''
      return `${option} needs a ${value}${ambiguous}`
    }
    default:
      return message.split('\n')[0]!
  }
}
