import { isFailure, type Result } from '../replay.ts'
import { formatFailure } from '../report.ts'
import type { Reporter } from './reporter.ts'
import { titleOf } from './title.ts'

/** Test Anything Protocol, version 14. */
export function tap(): Reporter {
  let count = 0
  return async (event) => {
    switch (event.type) {
      case 'start':
        return 'TAP version 14\n'
      case 'result':
        return line(++count, event.path, event.result)
      case 'end':
        return `1..${count}\n`
      default:
        return ''
    }
  }
}

async function line(number: number, path: string, result: Result): Promise<string> {
  const title = titleOf(path, result.item).replace(/[\\#]/g, '\\$&')
  if (isFailure(result)) {
    const [, ...rest] = (await formatFailure(path, result)).split('\n')
    const message = rest.map((each) => (each === '' ? '' : `    ${each}`)).join('\n')
    // A block scalar takes any text; it says how far it is indented, since its first line stands further in.
    const yaml = `  message: |2-\n${message}\n  at: ${JSON.stringify(place(path, result))}\n`
    return `not ok ${number} - ${title}\n  ---\n${printable(yaml)}  ...\n`
  }
  const directive =
    result.status === 'skipped' ? ' # SKIP' : result.failedAsExpected ? ' # TODO fails, as expected' : ''
  return result.failedAsExpected
    ? `not ok ${number} - ${title}${directive}\n`
    : `ok ${number} - ${title}${directive}\n`
}

const place = (path: string, { item }: Result): string => `${path}:${item.line}:${item.column}`

/** What has no place in YAML, spelled. Reports hold no control characters, but a path may. */
const printable = (text: string): string =>
  text.replace(
    /[\x7f-\x9f\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
