/** How the effect of a write is looked for, for each that must not be sent twice and leaves something to see. */
import type { Input, OperationName, Output } from '../../model/operations.ts'
import type { Bounds } from '../clock.ts'
import { follow } from '../pages.ts'
import { isSameText } from './same-text.ts'

/** Reads, as a part of the call that looks. */
export type Read = <N extends OperationName>(name: N, input: Input<N>) => Promise<Output<N>>

/** When the effect must have come about, by the service's clock; known better with every answer. */
export interface During {
  /** Not before this, also while nothing is known of that clock. */
  since(): number
  /** Undefined while nothing is known of that clock: then nothing can be told apart from older effects. */
  bounds(): Bounds | undefined
}

/** Something that may be the effect. */
export interface Found {
  /** Where effects have one: no two writes made the same. */
  readonly id?: string
  /** What the service would have answered. */
  readonly output: Record<string, unknown>
}

export interface Look<N extends OperationName> {
  /** What makes two writes the same to whoever looks for them. */
  readonly text: (input: Input<N>) => readonly string[]
  /** The id of what was made, where it has one. */
  readonly idOf?: (output: Output<N>) => string | undefined
  /** Everything that may be the effect. Without an upper end: the service may still be at it. */
  readonly find: (input: Input<N>, during: During, read: Read) => Promise<readonly Found[]>
  /** The effect is a state: it is there whoever brought it about, and two writes share it. */
  readonly isState?: true
}

/** Writes that are not here leave nothing behind that could be seen. */
export const looks: { readonly [N in OperationName]?: Look<N> } = {
  createCase: {
    text: ({ subject, communicationBody }) => [subject, communicationBody],
    idOf: ({ caseId }) => caseId,
    async find({ subject, communicationBody }, during, read) {
      const found: Found[] = []
      const filters = { afterTime: iso(during.since()), includeResolvedCases: true, maxResults: 100 }
      for await (const page of pagesOf('describeCases', filters, read)) {
        for (const each of page.cases ?? []) {
          const { communications = [] } = each.recentCommunications ?? {}
          const isIt =
            isWithin(during, each.timeCreated) &&
            isSameText(each.subject, subject) &&
            communications.some(({ body }) => isSameText(body, communicationBody))
          if (isIt && each.caseId) found.push({ id: each.caseId, output: { caseId: each.caseId } })
        }
      }
      return found
    },
  },
  addCommunicationToCase: {
    text: ({ caseId = '', communicationBody }) => [caseId, communicationBody],
    async find({ caseId, communicationBody }, during, read) {
      const found: Found[] = []
      const filters = { caseId: caseId!, afterTime: iso(during.since()), maxResults: 100 }
      for await (const page of pagesOf('describeCommunications', filters, read)) {
        for (const { body, timeCreated } of page.communications ?? []) {
          const isIt = isWithin(during, timeCreated) && isSameText(body, communicationBody)
          if (isIt) found.push({ output: { result: true } })
        }
      }
      return found
    },
  },
  refreshTrustedAdvisorCheck: {
    text: ({ checkId }) => [checkId],
    isState: true,
    async find({ checkId }, _during, read) {
      const { statuses } = await read('describeTrustedAdvisorCheckRefreshStatuses', { checkIds: [checkId] })
      // While it cools down, a refresh was asked for lately, and asking again would only have answered this.
      const under = statuses.filter(
        (each) =>
          each.checkId === checkId &&
          (each.status === 'enqueued' || each.status === 'processing' || each.millisUntilNextRefreshable > 0),
      )
      return under.map((status) => ({ output: { status } }))
    },
  },
}

/** All pages; rejects when they go in a circle. */
function pagesOf<N extends OperationName>(name: N, filters: Input<N>, read: Read) {
  const send = (input: object) => read(name, input as Input<N>)
  return follow(name, { ...filters }, send) as AsyncGenerator<Output<N>>
}

const iso = (time: number): string => new Date(Math.floor(time)).toISOString()

function isWithin(during: During, timeCreated: string | undefined): boolean {
  const time = Date.parse(timeCreated ?? '')
  const bounds = during.bounds()
  return bounds !== undefined && bounds.earliest <= time && time <= bounds.latest
}
