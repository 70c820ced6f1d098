/** Which members of inputs hold a value that only the service knows. Their names say it. */

/** A kind of live value, and the words about it. */
export interface LiveKind {
  /** In `no case ids: not connected (...)`. */
  readonly plural: string
  /** Said where the service has none. */
  readonly none: string
}

export const liveKinds = {
  cases: { plural: 'case ids', none: 'no cases yet' },
  displays: { plural: 'display ids', none: 'no cases yet' },
  services: { plural: 'services', none: 'no services: the service lists none' },
  categories: { plural: 'categories', none: 'no categories: the service lists none' },
  checks: { plural: 'checks', none: 'no checks: Trusted Advisor lists none' },
  attachments: { plural: 'attachments', none: 'no attachments yet: no case has a file' },
} as const satisfies Record<string, LiveKind>

export type LiveKindName = keyof typeof liveKinds

/** The members, and lists by their own names. */
const liveMembers: Readonly<Record<string, LiveKindName>> = {
  caseId: 'cases',
  caseIdList: 'cases',
  displayId: 'displays',
  serviceCode: 'services',
  serviceCodeList: 'services',
  categoryCode: 'categories',
  checkId: 'checks',
  checkIds: 'checks',
  attachmentId: 'attachments',
}

/** The member that says which service a category belongs to. */
export const serviceMember = 'serviceCode'

/** The kind of live value that a member, or an element of that list, takes. */
export function liveKindOf(member: string): LiveKindName | undefined {
  return Object.hasOwn(liveMembers, member) ? liveMembers[member] : undefined
}

/** Every member of the table, for a test that holds it against the model. */
export const liveMemberNames = Object.keys(liveMembers)
