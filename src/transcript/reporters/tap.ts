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
    const block = rest.map((each) => `    ${each}`.trimEnd()).join('\n')
    // A block scalar takes any text; what YAML cannot hold is spelled.
    return `not ok ${number} - ${title}\n  ---\n  message: |-\n${printable(block)}\n  at: ${JSON.stringify(place(path, result))}\n  ...\n`
  }
  const directive =
    result.status === 'skipped' ? ' # SKIP' : result.failedAsExpected ? ' # TODO fails, as expected' : ''
  return result.failedAsExpected
    ? `not ok ${number} - ${title}${directive}\n`
    : `ok ${number} - ${title}${directive}\n`
}

const place = (path: string, { item }: Result): string => `${path}:${item.line}:${item.column}`

/** Control characters other than tab and line feed have no place in YAML. */
const printable = (text: string): string =>
  text.replace(/[\0-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]/g, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
  })
