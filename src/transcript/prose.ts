import { type Document, layoutOf } from './document.ts'

/**
 * Lines of a Markdown file that look like examples and stand in no code block, where they are block quotes in
 * block quotes: the first line of each.
 */
export function promptsInProse({ format, text }: Document): number[] {
  if (format !== 'markdown' || !/^ {0,3}>>> /m.test(text)) return []
  const { blocks } = layoutOf(format, text.replace(/^\uFEFF/, ''))
  const inCode = new Set(blocks.flatMap(({ lines }) => lines.map(({ number }) => number)))
  const found: number[] = []
  let last = -1
  // Nobody sees what is in a comment.
  const shown = text.replace(/^ {0,3}<!--[\s\S]*?(?:-->|(?![\s\S]))/gm, (comment) =>
    comment.replace(/[^\r\n]/g, ''),
  )
  for (const [index, line] of shown.split(/\r\n|\n|\r/).entries()) {
    if (!/^ {0,3}>>> /.test(line) || inCode.has(index + 1)) continue
    if (index !== last) found.push(index + 1)
    last = index + 1
  }
  return found
}
