/** The end of a recording: what is in the file, and whether it replays. */
import type { Screen } from '../../../shell/dot-commands/dot-command.ts'
import { shellWord } from '../../../shell/script/shell-words.ts'
import { counted } from '../../../shell/show/counted.ts'
import type { OpenSession } from '../../../transcript/index.ts'
import type { Recording } from './recording.ts'

interface Ending {
  /** Whether to replay it: on the mock, where that bothers nobody. */
  readonly open: OpenSession | undefined
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

/** A sentence or two, and below them reports of what fails. */
export interface Farewell {
  readonly said: string
  readonly reports: readonly string[]
}

export async function farewell(recording: Recording, { open, signal, screen }: Ending): Promise<Farewell> {
  const isWritten = await recording.end()
  const count = countText(recording)
  const only = (said: string): Farewell => ({ said, reports: [] })
  if (!isWritten) {
    return only(`${count}, but not all of it could be written; .record FILE all writes it elsewhere`)
  }
  const command = `support-repl doctest ${shellWord(recording.name)}`
  if (recording.examples === 0) return only(count)
  if (!open) return only(`${count}; see whether it replays on a mock: ${command}`)
  const { check } = await import('./check.ts')
  const found = await check(recording.path, { open, signal, colors: screen.colors })
  if (found === undefined) return only(`${count}; the check was given up: ${command}`)
  const { failures } = found
  const result = `${count}; replayed on a fresh mock:`
  if (failures.length === 0) return only(`${result} it passes`)
  const more = failures.length - mostFailures
  return {
    said: `${result} ${counted(failures.length, 'example')} of it ${failures.length === 1 ? 'fails' : 'fail'}`,
    reports: [...failures.slice(0, mostFailures), ...(more > 0 ? [`And ${more} more: ${command}`] : [])],
  }
}

const mostFailures = 3
