/** What is wrong with a transcript although it may pass. */
import { readBlockDirective } from './directives.ts'
import { type Document, isExample, layoutOf } from './document.ts'
import type { Example } from './examples.ts'
import { indentOf, isBlank, type Line } from './layout.ts'
import { loadLexer } from './lexer.ts'
import { promptsInProse } from './prose.ts'
import { pythonIn } from './python.ts'

/** A finding, at its place in the file. */
export interface Finding {
  line: number
  column: number
  rule: LintRule
  message: string
}

/** What is looked for. */
export type LintRule =
  | 'unreadable'
  | 'matches-anything'
  | 'swallows-structure'
  | 'unknown-member'
  | 'unbound'
  | 'python'
  | 'stray-output'
  | 'outside-code'
  | 'unclosed'

/** Looks at one example with the knowledge of others: of the service's model, for one. */
export type ExampleCheck = (example: Example) => Promise<{ message: string; line?: number }[]>

/**
 * What can be said of a document without running it, in the order of its lines. `checkMembers` is told the
 * examples in order, and answers what is wrong with the members that they name.
 */
export async function lintDocument(document: Document, checkMembers?: ExampleCheck): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const item of document.items) {
    if (item.kind === 'unreadable') {
      findings.push({ line: item.line, column: item.column, rule: 'unreadable', message: item.message })
    }
    if (item.kind !== 'example') continue
    const { line, column } = item
    const add = (rule: LintRule, message: string, at = line) =>
      findings.push({ line: at, column, rule, message })
    if (item.want !== '' && item.options.ellipsis) {
      if (matchesAnything(item.want)) {
        add(
          'matches-anything',
          'This expectation matches nearly anything. Write down what matters.',
          item.wantLine,
        )
      }
      const swallowed = swallowedStructure(item.want)
      if (swallowed !== undefined) {
        const message = 'This wildcard takes a whole structure. Keep a member of it that matters.'
        add('swallows-structure', message, item.wantLine + swallowed)
      }
    }
    const python = pythonIn(item)
    if (python) add('python', `This looks like Python: ${python}.`)
    else
      for (const { message, line: at = 0 } of (await checkMembers?.(item)) ?? [])
        add('unknown-member', message, line + at)
  }
  for (const line of promptsInProse(document)) {
    const message = 'In Markdown an example stands in a code block. Put lines of ``` around it.'
    findings.push({ line, column: 1, rule: 'outside-code', message })
  }
  findings.push(...(await unboundOnes(document)), ...strayLines(document))
  return findings.sort((a, b) => a.line - b.line || a.column - b.column)
}

/** Neither a letter nor a digit is left when the wildcards are gone. */
function matchesAnything(want: string): boolean {
  return want.includes('...') && !/[\p{L}\p{N}]/u.test(want.replaceAll('...', '').replace(/^Uncaught /, ''))
}

/** The line of an expectation whose wildcard is all that stands between two brackets. */
function swallowedStructure(want: string): number | undefined {
  const lines = want.split('\n')
  const at = lines.findIndex((line, index) => {
    if (/[[{(]\s*\.\.\.\s*[\]})]/.test(line)) return true
    const opens = /[[{(]\s*$/.test(lines[index - 1] ?? '')
    return line.trim() === '...' && opens && /^\s*[\]})]/.test(lines[index + 1] ?? '')
  })
  // That everything is swallowed is said already.
  return at === -1 || matchesAnything(want) ? undefined : at
}

/** Placeholders that no output binds, and literals such as `'case-...'` that no output above shows. */
async function unboundOnes({ items }: Document): Promise<Finding[]> {
  const lexer = await loadLexer()
  const findings: Finding[] = []
  const wants: string[] = []
  for (const [index, item] of items.entries()) {
    const { line, column } = item
    if (item.kind === 'placeholder' && item.source === undefined) {
      const again = items.findIndex(
        (each, at) => at > index && each.kind === 'placeholder' && each.name === item.name,
      )
      const later = items
        .slice(index, again === -1 ? undefined : again)
        .filter((each) => each.kind === 'example')
      if (!later.some(({ want }) => want.includes(item.name))) {
        const until = again === -1 ? '' : ` up to line ${items[again]!.line}, where it is declared again`
        const message = `No expected output below${until} shows ${item.name}, so it never gets a value.`
        findings.push({ line, column, rule: 'unbound', message })
      }
    }
    if (item.kind !== 'example') continue
    if (item.source.includes('...')) {
      for (const { value } of lexer(item.source).literals) {
        // An id is written like this; a sentence that ends in three points is a sentence.
        if (/\s/.test(value) || !/[-_\d]\.\.\./.test(value) || wants.some((want) => want.includes(value)))
          continue
        const message = `No expected output above shows '${value}', so it stands for itself.`
        findings.push({ line, column, rule: 'unbound', message })
      }
    }
    wants.push(item.want)
  }
  return findings
}

const isContinuation = ({ text }: Line): boolean => /^[ \t]*\.\.\.(?: |$)/.test(text)

/** Lines below an example, in its block, that are neither source nor output of one, and what is left open. */
function strayLines({ format, text, items }: Document): Finding[] {
  const covered = new Set<number>()
  for (const item of items.filter(isExample)) {
    const end = item.kind === 'example' ? item.wantLine + item.wantLines : item.line + 1
    for (let line = item.line; line < end; line++) covered.add(line)
  }
  const findings: Finding[] = []
  const { blocks, comments, unclosed } = layoutOf(format, text.replace(/^\uFEFF/, ''))
  if (unclosed) {
    findings.push({ ...unclosed, rule: 'unclosed', message: 'This fence is not closed. Write its end.' })
  }
  findings.push(...unclosedSkip(comments))
  for (const { lines } of blocks) {
    const example = lines.findIndex(({ number }) => covered.has(number))
    const orphan = lines.findIndex(isContinuation)
    const first = example > 0 && orphan !== -1 && orphan < example ? orphan : example
    // A document about documents shows text and fences around its examples.
    if (first === -1 || lines.some((line) => /^[ \t]*(?:`{3,}|~{3,})/.test(line.text))) continue
    for (const line of lines.slice(first)) {
      if (isBlank(line.text) || covered.has(line.number) || /^[ \t]*(?:>>>|\/\/)/.test(line.text)) continue
      const column = Math.max(1, line.shift + indentOf(line.text, 1).length + 1)
      const message = isContinuation(line)
        ? 'This continues nothing: no example stands right above it.'
        : 'No example prints this: a blank line above it ends the expected output.'
      findings.push({ line: line.number, column, rule: 'stray-output', message })
      break
    }
  }
  return findings
}

/** A region that goes on to the end of the file: left open by mistake, it leaves examples out without a word. */
function unclosedSkip(comments: readonly (readonly Line[])[]): Finding[] {
  let open: Line | undefined
  for (const comment of comments) {
    const directive = readBlockDirective(comment)
    if (directive.kind !== 'skip') continue
    if (directive.what === 'start') open ??= comment[0]
    else if (directive.what === 'end') open = undefined
  }
  if (!open) return []
  const column = Math.max(1, open.shift + indentOf(open.text, 1).length + 1)
  const message =
    'This has no `skip end`: it leaves out all that follows. Write its end, also at the end of the file.'
  return [{ line: open.number, column, rule: 'unclosed', message }]
}
