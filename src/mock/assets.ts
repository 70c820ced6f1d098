/**
 * The files that are no code: what the mock knows, and its page. They are read from here, because the
 * build puts all code into one folder and these beside it, as they are beside this file.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** A file of `data`, parsed: `services.json`. Each is read once. */
export function readData<T>(name: string): T {
  return require(`./data/${name}`)
}

/** The text of a file of `page`: `index.html`. */
export function readPage(name: string): string {
  return readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8')
}

/** Computes once, when first called. */
export function once<T>(compute: () => T): () => T {
  let value: { readonly of: T } | undefined
  return () => {
    value ??= { of: compute() }
    return value.of
  }
}
