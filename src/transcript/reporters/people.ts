import { isFailure } from '../replay.ts'
import { formatFailure, formatSummary } from '../report.ts'
import type { Reporter, ReporterOptions } from './reporter.ts'

/** For people: every failure when it comes, then one line. */
export const people =
  (options: ReporterOptions): Reporter =>
  async (event) => {
    if (event.type === 'result' && isFailure(event.result)) {
      return `${await formatFailure(event.path, event.result, options)}\n\n`
    }
    if (event.type !== 'end') return ''
    const stopped = event.stopped ? ' (stopped at the first failure)' : ''
    return `${formatSummary(event.reports, options)}${stopped}\n`
  }
