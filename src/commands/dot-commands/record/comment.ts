/** Inputs that are nothing but comments: in a document they are prose. */
import { type Format, isOnlyProbe, pageText, probe } from './page.ts'

/** The text of an input of `//` comments; undefined where there is code in it. */
export function commentText(source: string): string | undefined {
  const lines = source.split('\n')
  if (!lines.every((line) => /^\s*\/\//.test(line))) return undefined
  return lines
    .map((line) => line.replace(/^\s*\/\/ ?/, '').trimEnd())
    .join('\n')
    .trim()
}

/** Whether it can stand between examples without becoming one, or swallowing one. */
export async function proseFits(text: string, format: Format): Promise<boolean> {
  if (text === '') return false
  return isOnlyProbe(pageText([{ kind: 'prose', text }, probe], format), format)
}
