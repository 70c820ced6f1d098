/** What belongs to one account. */
import { Advisor, type AdvisorContent } from '../advisor/advisor.ts'
import type { Clock } from '../clock.ts'
import type { Ids } from '../ids.ts'
import { Usage } from '../rules/quotas.ts'
import { Attachments } from './attachments.ts'
import { Cases } from './cases.ts'
import type { Changes } from './changes.ts'
import type { Contents } from './contents.ts'
import { Uploads } from './uploads.ts'

/** What all accounts share. */
export interface Shared {
  readonly clock: Clock
  readonly ids: Ids
  readonly contents: Contents
  readonly changes: Changes
}

export class Account {
  readonly id: string
  readonly cases: Cases
  readonly attachments: Attachments
  readonly uploads: Uploads
  readonly advisor: Advisor
  readonly usage: Usage

  /** `checks` are what Trusted Advisor knows at the beginning. */
  constructor(id: string, shared: Shared, checks: AdvisorContent) {
    const parts = { accountId: id, ...shared }
    this.id = id
    this.cases = new Cases(parts)
    this.attachments = new Attachments(parts)
    this.uploads = new Uploads(parts)
    this.advisor = new Advisor(shared.clock, checks)
    this.usage = new Usage(shared.clock)
  }
}
