import { createRequire } from 'node:module'
import { arch, platform, release } from 'node:os'

const { version } = createRequire(import.meta.url)('support-repl/package.json') as { version: string }

const own = `support-repl/${version} ua/2.1 api/support#2013-04-15 os/${platform()}#${release()} lang/js md/nodejs#${process.versions.node} md/${arch()}`

/** In the form of the AWS clients: product, API, system, language, and the application that calls. */
export function userAgentOf({ userAgentAppId }: { readonly userAgentAppId?: string }): string {
  return userAgentAppId ? `${own} app/${userAgentAppId.replace(/[^\w!#$%&'*+\-.^`|~]/g, '-')}` : own
}
