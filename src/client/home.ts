/** The home directory, and paths that begin there. */
import { homedir } from 'node:os'
import type { Environment } from './credentials.ts'

/** HOME, as shells have it, else what the system says. */
export const homeOf = (env: Environment): string => env['HOME'] || homedir()

/** The path with its `~` read as shells do: alone or before a slash, at the beginning. */
export const fromHome = (path: string, env: Environment): string =>
  path.replace(/^~(?=\/|$)/, () => homeOf(env))
