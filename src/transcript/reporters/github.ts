import { isFailure } from '../replay.ts'
import { formatFailure, formatSummary } from '../report.ts'
import type { Reporter } from './reporter.ts'
import { sourceTitle } from './title.ts'

/** Workflow commands of GitHub Actions: an annotation at the line of every failure. */
export const github = (): Reporter => async (event) => {
  if (event.type === 'end') return `${formatSummary(event.reports)}\n`
  if (event.type !== 'result' || !isFailure(event.result)) return ''
  const { path, result } = event
  const { line, column } = result.item
  const [, ...rest] = (await formatFailure(path, result)).split('\n')
  const title = `This example fails: ${sourceTitle(result.item)}`
  const place = `file=${property(path)},line=${line},col=${column},title=${property(title)}`
  return `::error ${place}::${data(rest.join('\n'))}\n`
}

const data = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A')

const property = (text: string): string => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C')
