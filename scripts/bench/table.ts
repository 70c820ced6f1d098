/** Findings as text. Nothing here writes anything. */
import type { Finding } from './finding.ts'

export interface Row {
  readonly name: string
  /** What is measured, against what. */
  readonly title: string
  readonly finding: Finding
}

const head = ['', 'ours', 'theirs', 'ratio (quartiles)', 'goal', 'met']

/** The table, and under it what each line measures. */
export function renderTable(rows: readonly Row[]): string {
  const cells = [head, ...rows.map(rowCells)]
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const table = cells.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  '))
  return [...table, '', ...rows.flatMap(explain)].map((line) => line.trimEnd()).join('\n')
}

function rowCells({ name, finding }: Row): string[] {
  if ('unmeasured' in finding) return [name, 'not measured, see below']
  const { ours, theirs, ratio, goal, met } = finding
  return [name, ours, theirs, ratio, goal, met]
}

function explain({ name, title, finding }: Row): string[] {
  const notes = 'unmeasured' in finding ? [`Not measured: ${finding.unmeasured}`] : (finding.notes ?? [])
  return [`${name}: ${title}`, ...notes.map((note) => `  ${note}`)]
}
