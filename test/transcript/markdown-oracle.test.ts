/** What we find in Markdown is what a whole CommonMark parser finds there. */
import { expect } from 'chai'
import fc from 'fast-check'
import type { Nodes } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { splitLines } from '../../src/transcript/layout.ts'
import { readMarkdown } from '../../src/transcript/markdown.ts'

/** The lines of code with prompts that a parser finds: `NUMBER TEXT`. */
function promptsByParser(text: string): string[] {
  const lines = splitLines(text)
  const found: string[] = []
  for (const node of nodesOf(text)) {
    if (node.type !== 'code') continue
    const { line, column } = node.position!.start
    const first = line + (/[`~]/.test(lines[line - 1]?.[column - 1] ?? '') ? 1 : 0)
    for (const [index, code] of splitLines(node.value).entries()) {
      if (code.includes('>>>')) found.push(`${first + index} ${code}`)
    }
  }
  return found
}

const promptsByUs = (text: string): string[] =>
  readMarkdown(text).blocks.flatMap(({ lines }) =>
    lines.filter((line) => line.text.includes('>>>')).map((line) => `${line.number} ${line.text}`),
  )

function* nodesOf(text: string): Generator<Nodes> {
  const pending: Nodes[] = [fromMarkdown(text)]
  for (let node = pending.pop(); node; node = pending.pop()) {
    yield node
    if ('children' in node) pending.push(...node.children.toReversed())
  }
}

const commentsByParser = (text: string): string[] => {
  const found: string[] = []
  for (const node of nodesOf(text)) {
    if (node.type === 'html') {
      for (const [, comment = ''] of node.value.matchAll(/<!--([\s\S]*?)-->/g)) {
        const words = /^\s*doctest:([\s\S]*)/.exec(comment)?.[1]
        if (words !== undefined) found.push(words.trim().replace(/\s+/g, ' '))
      }
    }
  }
  return found
}

const commentsByUs = (text: string): string[] =>
  readMarkdown(text).comments.map((lines) =>
    lines
      .map((line) => line.text)
      .join('\n')
      .trim()
      .replace(/\s+/g, ' '),
  )

/**
 * Left out is where that parser leaves the specification: numbers other than 1 and items without text below
 * code, whole tags and `</script>` below a paragraph whose marks are left out.
 */
const marks = ['> ', '>', '- ', '-', '* ', '1. ', '1) ', '  ', '    ', '   ', ' ', '\t', '-     ', '+\t']
const contents = [
  '',
  'text',
  '>>> a',
  '>>> a',
  '>>> a',
  '    >>> b',
  '```',
  '```',
  '````ts',
  '``` a`b',
  '~~~',
  '~~~ `',
  '# title',
  '#no title',
  '---',
  '===',
  '* * *',
  '<div>',
  '</div>',
  '<!-- x',
  '-->',
  '<!-- doctest: skip next -->',
  '<?',
  '?>',
  '<script>',
  '<pre>>',
  '`code',
]
const lines = fc
  .tuple(fc.array(fc.constantFrom(...marks), { maxLength: 3 }), fc.constantFrom(...contents))
  .map(([before, content]) => before.join('') + content)
const emptyItem = /(?:^|\n)[ \t>]*(?:(?:[-*+]|\d[.)])[ \t]*)+(?:\n|$)/
const texts = fc
  .array(lines, { maxLength: 12 })
  .map((all) => all.join('\n'))
  .filter((text) => !emptyItem.test(text))

describe('Markdown, beside a CommonMark parser', () => {
  it('has the same code with prompts in it', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(promptsByUs(text)).to.deep.equal(promptsByParser(text))
      }),
      { numRuns: 2000 },
    )
  })

  it('has the same comments', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(commentsByUs(text)).to.deep.equal(commentsByParser(text))
      }),
      { numRuns: 2000 },
    )
  })
})
