/** `.case` */
import type { Output } from '../../model/operations.ts'
import type { Candidate } from '../completion/completion.ts'
import { threadText } from '../show/thread.ts'
import { allPages } from './all-pages.ts'
import { type CommandContext, CommandError, type DotCommand } from './dot-command.ts'
import { findCase } from './find-case.ts'

export const caseCommand: DotCommand = {
  name: 'case',
  usage: '.case ID',
  help: 'Show a case with its conversation. The caseId or the displayId will do, or the beginning of either.',
  complete,
  async run(argument, context) {
    const supportCase = await findCase(idIn(argument), context)
    const { conn, signal, screen, now = Date.now } = context
    const input = { caseId: supportCase.caseId!, maxResults: 100 }
    const pages = conn.paginateDescribeCommunications(input, { signal })
    const itemsOf = (page: Output<'describeCommunications'>) => page.communications
    const communications = await allPages({ pages, itemsOf, noun: 'messages' }, context)
    return threadText(supportCase, communications, { ...screen, now: now() })
  },
}

/** Whoever copies an id from a result may have its quotes, too. */
function idIn(argument: string): string {
  const [id, ...others] = argument.split(/\s+/).filter(Boolean)
  if (id === undefined) throw new CommandError('.case needs an id: .cases lists them, and TAB after .case')
  if (others.length > 0) throw new CommandError(`.case shows one case: .case ${id}`)
  return id.replace(/^(['"`])(.*)\1$/, '$2')
}

/** Display ids, which `.cases` lists, until the beginning of a caseId is typed. */
async function complete(argument: string, { live }: CommandContext): Promise<Candidate[]> {
  const of = async (kind: 'cases' | 'displays') => {
    const { values = [], message } = (await live?.get(kind)) ?? {}
    const found = values.filter(({ value }) => value.startsWith(argument))
    return { message, candidates: found.map(({ value, note }): Candidate => ({ text: value, note })) }
  }
  const displays = argument.startsWith('c') ? undefined : await of('displays')
  const { candidates, message } = displays?.candidates.length ? displays : await of('cases')
  if (candidates.length === 0 && message !== undefined) throw new CommandError(message)
  return candidates
}
