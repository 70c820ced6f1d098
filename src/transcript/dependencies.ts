import { dirname, resolve } from 'node:path'
import type { Document } from './document.ts'

const imported = /(?:\bfrom|\bimport|\brequire)\s*(?:\(\s*)?(['"])(\.{1,2}\/[^'"]+|\/[^'"]+)\1/g

/** The files, besides itself, that a transcript reads when it runs: seeds, and modules that it imports by path. */
export function dependenciesOf({ path, items }: Document): string[] {
  const folder = dirname(resolve(path))
  const files = new Set<string>()
  for (const item of items) {
    if (item.kind === 'seed' && /[./\\]/.test(item.seed)) files.add(resolve(item.seed))
    if (!('source' in item) || item.source === undefined) continue
    for (const [, , name = ''] of item.source.matchAll(imported)) files.add(resolve(folder, name))
  }
  return [...files]
}
