/** The end of a recording: what is in the file, and whether it replays. */
import type { Screen } from '../../../shell/dot-commands/dot-command.ts'
import type { Recording } from './recording.ts'

interface Ending {
  /** Whether to replay it: on the mock, where that bothers nobody. */
  readonly checks: boolean
  readonly signal: AbortSignal
  readonly screen: Screen
}

/** `12 examples in tour.md, 1 input left out (it was given up with Ctrl-C)` */
export function countText({ examples, shownOnly, leftOut, name }: Recording): string {
  const reasons = [...leftOut]
  const total = reasons.reduce((sum, [, number]) => sum + number, 0)
  const parts = [
    `${counted(examples, 'example')} in ${name}`,
    ...(shownOnly > 0 ? [`${shownOnly} of them only shown`] : []),
    ...(total > 0
      ? [`${counted(total, 'input')} left out (${reasons.map(([reason]) => reason).join('; ')})`]
      : []),
  ]
  return parts.join(', ')
}

export async function farewell(recording: Recording, { checks, signal, screen }: Ending): Promise<string> {
  const isWritten = await recording.end()
  const count = countText(recording)
  if (!isWritten) return `${count}, but not all of it could be written; .record FILE all writes it elsewhere`
  const command = `support-repl doctest ${quoted(recording.name)}`
  if (recording.examples === 0) return count
  if (!checks) return `${count}; see whether it replays on a mock: ${command}`
  const { check } = await import('./check.ts')
  const found = await check(recording.path, { signal, colors: screen.colors })
  if (found === undefined) return `${count}; the check was given up: ${command}`
  if (found.failures.length === 0) return `${count}; replayed on a fresh mock: it passes`
  const shown = found.failures.slice(0, mostFailures)
  const more = found.failures.length - shown.length
  return [
    `${count}; replayed on a fresh mock: ${counted(found.failures.length, 'example')} of it ${
      found.failures.length === 1 ? 'fails' : 'fail'
    }`,
    ...shown,
    ...(more > 0 ? [`And ${more} more: ${command}`] : []),
  ].join('\n')
}

const mostFailures = 3

const counted = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`

const quoted = (path: string) => (/^[\w./~-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`)
