import { createRequire } from 'node:module'
import { arch, platform, release } from 'node:os'

const { version } = createRequire(import.meta.url)('support-repl/package.json') as { version: string }

/** In the form of the AWS clients: product, API, system, language. */
export const userAgent = `support-repl/${version} ua/2.1 api/support#2013-04-15 os/${platform()}#${release()} lang/js md/nodejs#${process.versions.node} md/${arch()}`
