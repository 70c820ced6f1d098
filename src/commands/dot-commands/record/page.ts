/** A recording as a Markdown or RST text. */
import { parseDocument } from '../../../transcript/index.ts'

export type Format = 'markdown' | 'rst'

/** An example as it stands in the file, without prompts and without fences. */
export interface ExampleText {
  readonly source: string
  /** The expected output, its lines joined by LF; empty where there is none. */
  readonly want: string
  /** The words of a directive for this example alone. */
  readonly directive?: string
}

export type PagePart =
  | ({ readonly kind: 'example' } & ExampleText)
  | { readonly kind: 'prose'; readonly text: string }
  | { readonly kind: 'directive'; readonly words: string }

/** The name of the file as a title: `first-hour.md` is "First hour". */
export function titleOf(fileName: string): string {
  const words = fileName
    .replace(/\.[^.]*$/, '')
    .replace(/[-_\s]+/g, ' ')
    .trim()
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

export function titleText(title: string, format: Format): string {
  if (format === 'markdown') return `# ${title}`
  const line = '='.repeat([...title].length)
  return `${line}\n${title}\n${line}`
}

/** The parts with a blank line between them; examples that need no word of their own share a block. */
export function pageText(parts: readonly PagePart[], format: Format): string {
  const blocks: string[] = []
  let together: ExampleText[] = []
  const close = () => {
    if (together.length > 0) blocks.push(block(together, format))
    together = []
  }
  for (const part of parts) {
    if (part.kind === 'example' && part.directive === undefined) {
      together.push(part)
      continue
    }
    close()
    if (part.kind === 'prose') blocks.push(part.text)
    else if (part.kind === 'directive') blocks.push(comment(part.words, format))
    else blocks.push(comment(part.directive!, format), block([part], format))
  }
  close()
  return blocks.map((text) => `${text}\n`).join('\n')
}

function comment(words: string, format: Format): string {
  return format === 'markdown' ? `<!-- doctest: ${words} -->` : `.. doctest: ${words}`
}

const withPrompt = (prompt: string, line: string) => (line === '' ? prompt : `${prompt} ${line}`)

function block(examples: readonly ExampleText[], format: Format): string {
  const lines = examples.flatMap(({ source, want }) => [
    ...source.split('\n').map((line, index) => withPrompt(index === 0 ? '>>>' : '...', line)),
    ...(want === '' ? [] : want.split('\n')),
  ])
  if (format === 'rst') return lines.join('\n')
  // A fence that is shown in the output must not close the block.
  const longest = lines.map((line) => /^\s*(`*)/.exec(line)![1]!.length)
  const fence = '`'.repeat(Math.max(2, ...longest) + 1)
  return [`${fence}ts`, ...lines, fence].join('\n')
}

/** Stands for what follows. */
export const probe = { kind: 'example', source: "'what follows'", want: "'what follows'" } as const

/** Whether the text holds the probe, as an example that runs, and nothing else. */
export async function isOnlyProbe(text: string, format: Format): Promise<boolean> {
  const items = await itemsOf(text, format)
  return items.length === 1 && isProbe(items)
}

/** Whether what follows the text would be a part of it: of a code block, a comment, something skipped. */
export async function isOpenAtEnd(text: string, format: Format): Promise<boolean> {
  if (!isProbe(await itemsOf(`${text}\n\n${pageText([probe], format)}`, format))) return true
  // In Markdown a prompt is one in code only.
  return format === 'markdown' && isProbe(await itemsOf(`${text}\n\n>>> ${probe.source}\n`, format))
}

async function itemsOf(text: string, format: Format) {
  const { items } = await parseDocument(format === 'markdown' ? 'recording.md' : 'recording.rst', text)
  return items
}

function isProbe(items: Awaited<ReturnType<typeof itemsOf>>): boolean {
  const last = items.at(-1)
  return last?.kind === 'example' && last.source === probe.source && !last.options.skip
}
