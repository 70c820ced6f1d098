/** What Ctrl-C says: that it stopped something, and what is known of the calls that were under way. */
import { whatIsKnown } from '../client/outcome.ts'
import type { Call } from './call-log.ts'
import { interrupted, type RunStopped } from './session/run-stopped.ts'

/** The commands that show what a read operation shows. */
const commands: Readonly<Record<string, string>> = {
  describeCases: '.cases',
  describeCommunications: '.case ID',
}

export function interruption(underWay: readonly Call[]): RunStopped {
  const known = underWay.map((call) => whatIsKnown(call, (read) => commands[read] ?? read))
  // What may have changed something is worth knowing; what did not, only where there is nothing else.
  const grave = underWay.flatMap(({ sent }, i) => (sent ? known[i]! : []))
  return interrupted([...new Set(grave.length > 0 ? grave : known)].join('; '))
}
