import { defaultOptions } from '../../src/transcript/directives.ts'
import { type Item, parseDocument } from '../../src/transcript/document.ts'

/**
 * Reads a text and shows what was found, one line for each item:
 *
 *     LINE:COLUMN "source" -> "expected"    an example, with the options that are not the default
 *     LINE:COLUMN ! message                 an unreadable example
 *     LINE:COLUMN setup "source"
 *     LINE:COLUMN teardown "source"
 *     LINE:COLUMN seed NAME
 *     LINE:COLUMN clock TIME
 *     LINE:COLUMN placeholder TEXT = SOURCE
 */
export async function shown(path: string, text: string): Promise<string[]> {
  return (await parseDocument(path, text)).items.map(showItem)
}

function showItem(item: Item): string {
  const place = `${item.line}:${item.column}`
  if (item.kind === 'unreadable') return `${place} ! ${item.message}${item.skip ? ' (skip)' : ''}`
  if (item.kind === 'setup' || item.kind === 'teardown') {
    return `${place} ${item.kind} ${JSON.stringify(item.source)}`
  }
  if (item.kind === 'clock') return `${place} clock ${item.time}`
  if (item.kind === 'placeholder') return `${place} placeholder ${item.name} = ${item.source}`
  if (item.kind === 'seed') return `${place} seed ${item.seed}`
  const options = Object.entries(item.options)
    .filter(([name, value]) => defaultOptions[name as keyof typeof defaultOptions] !== value)
    .map(([name, value]) => ` ${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`)
  return `${place} ${JSON.stringify(item.source)} -> ${JSON.stringify(item.want)}${options.join('')}`
}

/** Joins lines as a file has them. */
export const text = (...lines: string[]): string => lines.map((line) => `${line}\n`).join('')
