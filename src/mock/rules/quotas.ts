/** How much an account may do in a time. Off unless asked for: tests are quicker than people. */
import type { FaultName } from '../../model/faults.ts'
import type { OperationName } from '../../model/operations.ts'
import { trustedAdvisorOperations } from '../../model/trusted-advisor.ts'
import type { Clock } from '../clock.ts'
import { faultTexts, ServiceFault, throttled } from '../protocol/faults.ts'
import type { JsonObject } from '../protocol/wire.ts'

export interface Quota {
  /** What is counted together. */
  readonly name: string
  readonly applies: (operation: OperationName, input?: JsonObject) => boolean
  /** So many in any span of so many milliseconds. */
  readonly most: number
  readonly within: number
  readonly fault: FaultName
}

const second = 1000
const hour = 3600 * second

const throttle = { fault: 'ThrottlingException' } as const

const isAdvisor = (name: OperationName) => Object.hasOwn(trustedAdvisorOperations, name)

/**
 * The first two and the cases an hour are the quotas that accounts were seen to have in 2022. Guess:
 * the numbers for attachments; the service documents these faults and no number.
 */
export const quotas: readonly Quota[] = [
  { name: 'support', applies: (name) => !isAdvisor(name), most: 5, within: second, ...throttle },
  { name: 'trustedadvisor', applies: isAdvisor, most: 100, within: second, ...throttle },
  {
    name: 'cases',
    applies: (name) => name === 'createCase',
    most: 10,
    within: hour,
    fault: 'CaseCreationLimitExceeded',
  },
  {
    name: 'attachment-sets',
    // Adding to a set makes none.
    applies: (name, input) => name === 'addAttachmentsToSet' && input?.['attachmentSetId'] === undefined,
    most: 20,
    within: hour,
    fault: 'AttachmentLimitExceeded',
  },
  {
    name: 'attachments',
    applies: (name) => name === 'describeAttachment',
    most: 100,
    within: hour,
    fault: 'DescribeAttachmentLimitExceeded',
  },
]

/** What an account has used of its quotas: when, the latest last. */
export class Usage {
  readonly #clock: Clock
  readonly #uses = new Map<string, number[]>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Counts a request for the throttles; a fault when there is no more room. */
  countRequest(name: OperationName): void {
    for (const quota of quotas) {
      if (quota.fault === throttle.fault && quota.applies(name)) this.#count(quota, name)
    }
  }

  /** Whether what the operation does would go over a limit: a fault, or what notes that it was done. */
  reserve(name: OperationName, input: JsonObject): () => void {
    const found = quotas.filter((quota) => quota.fault !== throttle.fault && quota.applies(name, input))
    for (const quota of found) this.#check(quota, name)
    return () => {
      for (const quota of found) this.#note(quota)
    }
  }

  #count(quota: Quota, name: OperationName): void {
    this.#check(quota, name)
    this.#note(quota)
  }

  #check(quota: Quota, name: OperationName): void {
    const recent = this.#recent(quota)
    if (recent.length < quota.most) return
    throw quota.fault === throttle.fault
      ? throttled(name, quota.name)
      : new ServiceFault(quota.fault, faultTexts[quota.fault])
  }

  #note(quota: Quota): void {
    this.#recent(quota).push(this.#clock.now())
  }

  // A clock that was moved back leaves uses in the future: they count no longer.
  #recent({ name, within }: Quota): number[] {
    const now = this.#clock.now()
    const recent = (this.#uses.get(name) ?? []).filter((time) => time > now - within && time <= now)
    this.#uses.set(name, recent)
    return recent
  }
}
