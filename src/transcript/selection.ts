import { stat } from 'node:fs/promises'
import { type Document, type Item, isExample } from './document.ts'
import type { Example, Unreadable } from './examples.ts'
import { TranscriptInputError } from './input-error.ts'

/** Which examples of a file are asked for; those that fit all that is said. */
export interface Selection {
  /** Lines of the file, each in an example. */
  lines?: readonly number[]
  /** A text in the source. */
  filter?: string
}

/** Takes `FILE:LINE` apart, also with the column that reports have; a file of just that name is a file. */
export async function readOperand(operand: string): Promise<{ path: string; line?: number }> {
  const [, path, line] = /^(.+?\.(?:md|rst)):(\d+)(?::\d+)?$/i.exec(operand) ?? []
  if (path === undefined || (await stat(operand).catch(() => undefined))) return { path: operand }
  return { path, line: Number(line) }
}

/**
 * Tells which examples of a document are selected; undefined where nothing limits them. Throws a
 * TranscriptInputError where a line stands in no example.
 */
export function selecting(
  document: Document,
  { lines = [], filter }: Selection,
): ((item: Example | Unreadable) => boolean) | undefined {
  if (lines.length === 0 && filter === undefined) return undefined
  const examples = document.items.filter(isExample)
  const asked = new Set(lines.map((line) => exampleAt(line, examples, document.path)))
  return (item) =>
    (lines.length === 0 || asked.has(item)) && (filter === undefined || item.source.includes(filter))
}

function exampleAt(line: number, examples: readonly (Example | Unreadable)[], path: string): Item {
  const found = examples.find((example) => example.line <= line && line <= lastLine(example))
  if (found) return found
  const near = examples.reduce<Item | undefined>(
    (best, each) => (!best || Math.abs(each.line - line) < Math.abs(best.line - line) ? each : best),
    undefined,
  )
  const detail = near ? `the nearest begins in line ${near.line}` : 'the file has none'
  throw new TranscriptInputError('line', `${path}:${line}`, { detail })
}

const lastLine = (item: Example | Unreadable): number =>
  item.kind === 'example' ? item.wantLine + item.wantLines - 1 : item.line
