/** The other side: the agent who answers. */
import { agentWrote } from './case-life.ts'
import { MockControlError } from './errors.ts'
import { agentName } from './store.ts'
import type { World } from './world.ts'

export interface AgentReply {
  readonly caseId: string
  readonly body: string
  /** Needed only where several accounts have a case of this id. */
  readonly accountId?: string
}

/** Adds a communication from Amazon Web Services: now it is the customer's turn. */
export function agentReply(world: World, { caseId, body, accountId }: AgentReply): void {
  if (typeof caseId !== 'string' || caseId === '')
    throw new MockControlError('An agent replies to a case: pass its caseId as text.')
  if (typeof body !== 'string' || body === '')
    throw new MockControlError('An agent replies with words: pass body as text.')
  const accounts = world.accounts().filter(({ id }) => accountId === undefined || id === accountId)
  const account = accounts.find((each) => each.case(caseId))
  if (!account) {
    const where = accountId === undefined ? 'any account' : `account ${accountId}`
    throw new MockControlError(`There is no case ${caseId} in ${where}.`)
  }
  const found = account.case(caseId)!
  const now = world.clock.now()
  account.addCommunication(found, { body, submittedBy: agentName, timeCreated: now })
  agentWrote(found, now)
}
