/** Objects of options: a name that is none of them is a mistake, mostly a misspelling, and so is a value of another type. */
import { nearest } from '../model/nearest.ts'
import { shown } from './input.ts'

/** What an option can be. One that is null counts as absent. */
export type OptionKind = keyof typeof kinds

const kinds = {
  text: [(value) => typeof value === 'string', 'a string'],
  switch: [(value) => typeof value === 'boolean', 'true or false'],
  function: [(value) => typeof value === 'function', 'a function'],
  /** By what they can do: a shell's inputs may have classes of their own. */
  logger: [
    (value) => typeof (value as { debug?: unknown })?.debug === 'function',
    'an object with a debug method',
  ],
  signal: [
    (value) =>
      typeof (value as AbortSignal)?.throwIfAborted === 'function' && 'addEventListener' in (value as object),
    'an AbortSignal',
  ],
  /** Whoever takes it checks it. */
  any: [() => true, ''],
} as const satisfies Record<string, readonly [fits: (value: unknown) => boolean, words: string]>

/** What is wrong with these options, or undefined. */
export function wrongOption(
  options: object,
  known: Readonly<Record<string, OptionKind>>,
): string | undefined {
  if (typeof options !== 'object' || options === null)
    return `Options must be an object, not ${shown(options)}`
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(known, name) ? known[name] : undefined
    if (kind === undefined) {
      const near = nearest(name, Object.keys(known))
      return `Unknown option ${name}; ${near ? `did you mean ${near}?` : `options are ${Object.keys(known).join(', ')}`}`
    }
    const [fits, words] = kinds[kind]
    if (value !== undefined && value !== null && !fits(value)) {
      return `${name} must be ${words}, not ${shown(value)}`
    }
  }
  return undefined
}
