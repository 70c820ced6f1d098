import { github } from './github.ts'
import { json } from './json.ts'
import { junit } from './junit.ts'
import { people } from './people.ts'
import type { Reporter, ReporterOptions } from './reporter.ts'
import { tap } from './tap.ts'

/** The reports by their names. */
export const reporters = {
  people,
  tap,
  junit,
  json,
  github,
} satisfies Record<string, (options: ReporterOptions) => Reporter>

export type ReporterName = keyof typeof reporters
