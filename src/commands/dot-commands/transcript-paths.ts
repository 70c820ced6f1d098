/** Completion of the names of transcripts, and of folders on the way to them. */
import type { Candidate } from '../../shell/completion/completion.ts'
import { pathCandidates } from '../../shell/dot-commands/arguments.ts'
import type { CommandContext } from '../../shell/dot-commands/dot-command.ts'

/** A folder, whose quote may be open, or a transcript. */
const isPlace = /(?:\/|\.(?:md|rst)['"]?)$/i

export async function transcriptPaths(argument: string, context: CommandContext): Promise<Candidate[]> {
  return (await pathCandidates(argument, context)).filter(({ text }) => isPlace.test(text))
}
