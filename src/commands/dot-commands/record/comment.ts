/** Inputs that are nothing but comments: in a document they are prose. */
import { type Format, isOnlyProbe, pageText, probe } from './page.ts'

export const isComment = (source: string): boolean =>
  source.split('\n').every((line) => /^\s*\/\//.test(line))

/** What a comment says, without its slashes. */
export function commentText(source: string): string {
  const lines = source.split('\n').map((line) => line.replace(/^\s*\/\/ ?/, '').trimEnd())
  return lines.join('\n').trim()
}

/** Whether it can stand between examples without becoming one, or swallowing one. */
export async function proseFits(text: string, format: Format): Promise<boolean> {
  if (text === '') return false
  return isOnlyProbe(pageText([{ kind: 'prose', text }, probe], format), format)
}
