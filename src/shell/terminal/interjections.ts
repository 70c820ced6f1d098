/** Questions that come while no input runs: a timer of an earlier one wants to write. What is being typed comes back. */
import type { LineEditor } from './line-editor.ts'
import type { Questions } from './questions.ts'

export interface InterjectionsOptions {
  readonly editor: LineEditor
  readonly questions: Questions
  /** Whether an input runs, which brings the prompt back when it ends. */
  readonly isRunning: () => boolean
  /** Leaves of the input what was typed, without lists and hints. */
  readonly bare: () => void
  /** Shows a prompt, and reads what is typed. */
  readonly prompt: () => void
}

export class Interjections {
  readonly #options: InterjectionsOptions
  #typed: { readonly text: string; readonly cursor: number } | undefined

  constructor(options: InterjectionsOptions) {
    this.#options = options
  }

  /** Asks as {@link Questions.ask} does, also in the middle of typing. */
  async ask(question: string, signal?: AbortSignal): Promise<boolean> {
    const { editor, questions, isRunning, bare, prompt } = this.#options
    const isFree = () => !isRunning() && !questions.isAsking
    if (isFree()) {
      bare()
      this.#typed = { text: editor.text, cursor: editor.cursor }
      editor.erase()
    }
    const answer = await questions.ask(question, signal)
    if (isFree()) {
      prompt()
      if (this.#typed) editor.replace(this.#typed.text, this.#typed.cursor)
      this.#typed = undefined
    }
    return answer
  }
}
