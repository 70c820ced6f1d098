/** What an import can name: this package, Node's modules, and files. */
import { builtinModules, isBuiltin } from 'node:module'
import type { Candidate } from './completion.ts'
import { type Paths, pathsFor } from './files.ts'
import { quoted } from './quoting.ts'
import type { Quote } from './reading.ts'

/** Names of this package, with what they hold. */
const own: readonly Candidate[] = [
  { text: 'support-repl', note: 'SupportConnection, connectToRegion, regions, SupportError' },
  { text: 'support-repl/mock', note: 'startMockEndpoint' },
]

/** Modules that Node leaves out of its list, in the older versions or in all. */
const unlisted = ['test', 'test/reporters', 'sea', 'sqlite'].map((name) => `node:${name}`).filter(isBuiltin)

const listed = builtinModules
  .filter((name) => !name.startsWith('_'))
  .map((name) => (name.startsWith('node:') ? name : `node:${name}`))

const builtIn: readonly Candidate[] = [...new Set([...listed, ...unlisted])].map((text) => ({ text }))

/** The modules whose names begin with what is typed; with a point or a slash it is the path of a file. */
export async function modulesFor(typed: string, directory: string, quote: Quote = "'"): Promise<Paths> {
  if (/^\.{0,2}\//.test(typed)) return pathsFor(typed, directory, quote)
  const candidates = [...own, ...builtIn]
    // `fs` is as good as `node:fs`.
    .filter(({ text }) => text.startsWith(typed) || text.startsWith(`node:${typed}`))
    .map(({ text, ...rest }) => ({ text: quoted(text, quote), ...rest }))
  if (candidates.length > 0) return { candidates }
  return { candidates, message: `no module of Node or of support-repl begins with ${quoted(typed)}` }
}
