/** Decides whether a write may be sent. On the built-in mock nobody is asked. */
import { inspect } from 'node:util'
import { localError } from '../client/errors.ts'
import type { Write } from '../client/settings.ts'

export interface GuardOptions {
  /** Refuse every write, on the mock too. */
  readonly readOnly?: boolean
  /** Do not ask. */
  readonly yes?: boolean
  /** Asks a person; absent where there is none to ask. */
  readonly ask?: (question: string) => Promise<boolean>
}

/** The question to put before a write. */
export function writeGuard({ readOnly, yes, ask }: GuardOptions) {
  return async ({
    operation,
    input,
    endpoint,
    onMock,
    dryRun,
  }: Write & { readonly onMock: boolean }): Promise<void> => {
    if (readOnly) throw refused(`${operation} changes something, and this session is --read-only`)
    // A dry run is checked by the service, and changes nothing there.
    if (onMock || yes || dryRun) return
    const { host } = new URL(endpoint)
    if (!ask) {
      throw refused(`${operation} changes something at ${host}: add --yes to allow it; nothing was sent`)
    }
    const shown = inspect(input, { depth: 4, maxStringLength: 2000 })
    const agreed = await ask(`${operation} will send this to ${host}:\n${shown}\nSend it? [y/N] `)
    if (!agreed) throw refused(`${operation} was not sent`)
  }
}

const refused = (message: string) => localError('WriteRefused', message)
