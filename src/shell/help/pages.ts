/** Help as text. The rest of the shell asks here, and loads it when it does. */
import type { DotCommand } from '../dot-commands/dot-command.ts'
import { type Look, pageText } from './layout.ts'
import { overviewPage } from './overview.ts'
import { allTopics, findTopics, nearestTopic, type Topic } from './topics.ts'

export type Answer =
  | { readonly text: string }
  /** There is no such name; perhaps another was meant. */
  | { readonly near: string | undefined }

/** Help on a name, or on everything where there is none. */
export function help(asked: string, commands: readonly DotCommand[], look: Look): Answer {
  if (asked.trim() === '') return { text: pageText(overviewPage(commands), look) }
  const topics = allTopics(commands)
  const found = findTopics(asked, topics)
  if (found.length === 0) return { near: nearestTopic(asked, topics) }
  return { text: found.map((topic) => pageText(topic.page(), look)).join('\n\n') }
}

/** What may be asked for that begins as the text does. Members are many: they come once there is a letter. */
export function namesFor(text: string, commands: readonly DotCommand[]): Topic[] {
  const begins = text.trim().toLowerCase()
  return allTopics(commands).filter(
    ({ kind, name }) => name.toLowerCase().startsWith(begins) && (begins !== '' || kind !== 'member'),
  )
}
