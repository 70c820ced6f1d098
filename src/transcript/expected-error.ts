/** A printed error, in lines. */
export interface ExpectedError {
  /** What was written to the console before it. */
  before: string[]
  /** `Uncaught NAME: message`. */
  line: string
  /** Further lines of the message, stack lines, details such as `{ code: 'X' }`. */
  rest: string[]
}

/** Takes apart a text in which a line starts with `Uncaught `; the last such line is the error. */
export function splitError(text: string): ExpectedError | undefined {
  if (!text.includes('Uncaught ')) return undefined
  const lines = text.split('\n')
  const at = lines.findLastIndex((line) => line.startsWith('Uncaught '))
  if (at === -1) return undefined
  return { before: lines.slice(0, at), line: lines[at]!, rest: lines.slice(at + 1) }
}

const isStackLine = (line: string): boolean => /^\s+at \S/.test(line)

/** Whether an error has lines such as `    at main (file.ts:1:2)`. */
export const hasStack = ({ rest }: ExpectedError): boolean => rest.some(isStackLine)

/** An error without its stack lines. */
export const withoutStack = (error: ExpectedError): ExpectedError => ({
  ...error,
  rest: error.rest.filter((line) => !isStackLine(line)),
})
