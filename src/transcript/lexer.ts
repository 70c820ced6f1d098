/** A string literal of a source text; `start` and `end` are offsets with the quotes. */
export interface Literal {
  start: number
  end: number
  quote: "'" | '"' | '`'
  /** The string that the literal stands for. */
  value: string
}

/** A comment of a source text; `text` and `start` leave the marks out. */
export interface Comment {
  start: number
  text: string
  /** It stands between `/*` and its counterpart. */
  isBlock: boolean
}

/** Finds the string literals and comments of a source text. Where it cannot read on, it stops. */
export type Lexer = (source: string) => { literals: Literal[]; comments: Comment[] }

/** Loads the lexer; acorn is not loaded before. */
export async function loadLexer(): Promise<Lexer> {
  const { tokenizer } = await import('acorn')

  return (source) => {
    let text = source
    // TypeScript has characters that acorn does not take, such as the @ of a decorator: blank them, try again.
    for (let attempt = 0; ; attempt++) {
      const literals: Literal[] = []
      const comments: Comment[] = []
      const tokens = tokenizer(text, {
        ecmaVersion: 'latest',
        sourceType: 'module',
        onComment: (isBlock, words, start) => {
          comments.push({ start: start + 2, text: words, isBlock })
        },
      })
      let opened: { start: number; value: string; parts: number } | undefined
      try {
        for (const token of tokens) {
          const { type, start, end } = token
          const value = (token as { value?: unknown }).value // acorn's types leave it out
          if (type.label === 'string') {
            literals.push({ start, end, quote: text[start] as "'" | '"', value: String(value) })
          } else if (type.label === '`') {
            if (opened?.parts === 1)
              literals.push({ start: opened.start, end, quote: '`', value: opened.value })
            opened = opened ? undefined : { start, value: '', parts: 0 }
          } else if (type.label === 'template' && opened) {
            opened = {
              start: opened.start,
              value: String(value),
              parts: opened.parts + (value == null ? 2 : 1),
            }
          } else {
            opened = undefined
          }
        }
      } catch (error) {
        const at = (error as { pos?: number }).pos
        const strange = /^Unexpected character/.test((error as Error).message)
        if (strange && at !== undefined && attempt < 8) {
          text = `${text.slice(0, at)} ${text.slice(at + 1)}`
          continue
        }
      }
      return { literals, comments }
    }
  }
}
