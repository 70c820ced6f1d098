/** The other side: what a Support agent does with a case. */

import { MockControlError } from '../errors.ts'
import { unknownMember } from '../members.ts'
import { decodeBase64 } from '../protocol/wire.ts'
import type { World } from '../world.ts'
import type { Account } from './account.ts'
import type { File } from './attachments.ts'
import { agentName } from './content.ts'
import type { SupportCase } from './support-case.ts'

/** Which case an agent turns to. */
export interface AgentAction {
  readonly caseId: string
  /** Needed only where several accounts have a case of this id. */
  readonly accountId?: string
}

export interface AgentReply extends AgentAction {
  readonly body: string
  /** True (the default) waits for the customer; false goes on working on the case. */
  readonly wait?: boolean
  readonly attachments?: readonly AgentAttachment[]
}

export interface AgentAttachment {
  readonly fileName: string
  /** The bytes, or their base64. */
  readonly data: Uint8Array | string
}

const actionMembers = ['caseId', 'accountId'] satisfies (keyof AgentAction)[]
const replyMembers = [...actionMembers, 'body', 'wait', 'attachments'] satisfies (keyof AgentReply)[]
const attachmentMembers = ['fileName', 'data'] satisfies (keyof AgentAttachment)[]

/** Takes the case: it is now worked on. */
export function agentAssigns(world: World, action: AgentAction): void {
  const { account, found } = findOpen(world, action, 'takes')
  account.cases.assign(found)
}

/** Adds a communication from Amazon Web Services: now it is the customer's turn, unless told otherwise. */
export function agentReply(world: World, reply: AgentReply): void {
  const { body, wait = true, attachments = [] } = reply
  checkMembers(reply, replyMembers)
  if (typeof body !== 'string' || body === '')
    throw new MockControlError('An agent replies with words: pass body as text.')
  if (typeof wait !== 'boolean')
    throw new MockControlError('Whether the agent waits: pass wait as true or false.')
  const { account, found } = find(world, reply, 'replies to')
  const files = filesOf(attachments)
  if (!world.contents.hasRoom(files.map(({ content }) => content)))
    throw new MockControlError('The mock holds as many attachments as it can.')
  const message = {
    body,
    submittedBy: agentName,
    attachments: account.attachments.attach(found.caseId, files),
  }
  account.cases.agentWrites(found, message, wait)
}

/** Closes the case. */
export function agentResolves(world: World, action: AgentAction): void {
  const { account, found } = findOpen(world, action, 'resolves')
  account.cases.resolve(found)
}

function filesOf(attachments: readonly AgentAttachment[]): File[] {
  const wrong = () =>
    new MockControlError('Attachments are a list: each has a fileName and its data, as bytes or in base64.')
  if (!Array.isArray(attachments)) throw wrong()
  return attachments.map((attachment: Partial<AgentAttachment> | null) => {
    const { fileName, data } = attachment ?? {}
    if (typeof attachment === 'object') checkMembers(attachment ?? {}, attachmentMembers)
    const content =
      typeof data === 'string' ? decodeBase64(data) : ArrayBuffer.isView(data) && Buffer.from(data)
    if (typeof fileName !== 'string' || fileName === '' || !content) throw wrong()
    return { fileName, content }
  })
}

function checkMembers(value: object, known: readonly string[]): void {
  const wrong = unknownMember(value, known)
  if (wrong) throw new MockControlError(`The agent: ${wrong}.`)
}

// The service would tell nobody, but a test that has an agent act on such a case is mistaken.
function findOpen(world: World, action: AgentAction, does: string): ReturnType<typeof find> {
  checkMembers(action, actionMembers)
  const which = find(world, action, does)
  if (which.found.status === 'resolved')
    throw new MockControlError(`The case ${action.caseId} is resolved: only a message opens it again.`)
  return which
}

function find(
  world: World,
  { caseId, accountId }: AgentAction,
  does: string,
): { readonly account: Account; readonly found: SupportCase } {
  if (typeof caseId !== 'string' || caseId === '')
    throw new MockControlError(`An agent ${does} a case: pass its caseId as text.`)
  const having = world.accounts().flatMap((account) => {
    const found = accountId === undefined || account.id === accountId ? account.cases.get(caseId) : undefined
    return found ? [{ account, found }] : []
  })
  const [first, second] = having
  if (second) throw new MockControlError(`Several accounts have the case ${caseId}: pass accountId.`)
  if (first) return first
  const where = accountId === undefined ? 'any account' : `account ${accountId}`
  throw new MockControlError(`There is no case ${caseId} in ${where}.`)
}
