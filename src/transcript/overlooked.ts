import type { Document } from './document.ts'
import type { Example } from './examples.ts'
import { splitLines } from './layout.ts'
import { pythonIn } from './python.ts'

/**
 * What the writer of an example that fails may have overlooked in its document. Looked for only then: most examples
 * pass.
 */
export class Overlooked {
  private readonly document: Document
  private lines: string[] | undefined
  private isPython: boolean | undefined

  constructor(document: Document) {
    this.document = document
  }

  /** Sentences, where there is something to say. */
  about(example: Example): string | undefined {
    return [this.cutOff(example), this.python(example)].filter(Boolean).join(' ') || undefined
  }

  /** A blank line cuts a source in two that has no output then. */
  private cutOff({ want, wantLine }: Example): string | undefined {
    this.lines ??= splitLines(this.document.text)
    const [blank = '', below = ''] = this.lines.slice(wantLine - 1, wantLine + 1)
    if (want !== '' || !/^[\s>]*$/.test(blank) || !/^[\s>]*\.\.\.(?: |$)/.test(below)) return undefined
    return `Line ${wantLine + 1} does not belong to this example: a blank line ends it.`
  }

  /** An example that can only be Python, or one among many that are. One slip makes no file Python. */
  python(example: Example): string | undefined {
    const instead = pythonIn(example)
    if (instead) return `This looks like Python; examples are run as TypeScript: ${instead}.`
    this.isPython ??= isPython(this.document)
    return this.isPython ? 'The examples around look like Python; examples are run as TypeScript.' : undefined
  }
}

function isPython({ items }: Document): boolean {
  const examples = items.filter((item) => item.kind === 'example')
  return examples.filter(pythonIn).length * 2 >= examples.length
}
