/** Signed links, whose query is a secret: what may be followed, and why one led nowhere. */
import { networkReason } from '../network-reason.ts'

/** Whether the service gave a link that can be followed. */
export function isLink(url: unknown): url is string {
  return typeof url === 'string' && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
}

/** Why the network let it down, without the link, which node-fetch puts into its messages. */
export function linkReason({ code, message }: Error & { readonly code?: string }): string {
  const [, why = message] = /failed, reason: (.*)$/s.exec(message) ?? []
  const said = new Error(why.replace(/\bhttps?:\/\/\S+/g, 'the link'))
  return networkReason(code === undefined ? said : Object.assign(said, { code }))
}
