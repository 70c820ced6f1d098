import { isExample } from '../document.ts'
import type { Result } from '../replay.ts'
import { totals } from '../report.ts'
import type { Reporter } from './reporter.ts'
import { sourceTitle } from './title.ts'

/** One event a line, for programs: `start`, `result`, `file`, `end`. */
export const json = (): Reporter => (event) => {
  switch (event.type) {
    case 'start':
      return line({ type: 'start', files: event.files })
    case 'result':
      return line({ type: 'result', path: event.path, ...described(event.result) })
    case 'file': {
      const { path, stopped } = event.report
      return line({ type: 'file', path, ...totals([event.report]), files: undefined, stopped })
    }
    case 'end':
      return line({
        type: 'end',
        ...totals(event.reports),
        milliseconds: Math.round(event.milliseconds),
        stopped: event.stopped,
      })
  }
}

const line = (value: object): string => `${JSON.stringify(value)}\n`

function described({
  item,
  status,
  got,
  match,
  failedAsExpected,
  uses,
  requests,
  notes,
  milliseconds,
}: Result) {
  return {
    line: item.line,
    column: item.column,
    kind: item.kind,
    status,
    failedAsExpected,
    source: isExample(item) || 'source' in item ? item.source : sourceTitle(item),
    ...(item.kind === 'example' ? { expected: item.want } : {}),
    ...(item.kind === 'unreadable' ? { message: item.message } : {}),
    got,
    wildcards: match?.wildcards.map(({ name = '...', start, end }) => ({
      wildcard: name,
      swallowed: match.got.slice(start, end),
    })),
    uses: uses.map(({ literal, value }) => ({ literal, value })),
    requests,
    notes,
    milliseconds: Math.round(milliseconds * 1000) / 1000,
  }
}
