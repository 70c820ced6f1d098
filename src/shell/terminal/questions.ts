/** Questions to the person at the terminal: yes or no, or one of some keys. One after the other. */
import type { Key, LineEditor } from './line-editor.ts'
import type { Typeahead } from './typeahead.ts'

export interface QuestionsOptions {
  readonly editor: LineEditor
  readonly typeahead: Typeahead
  readonly output: NodeJS.WritableStream
}

/** A question that waits for its answer. */
interface Question {
  /** The keys that answer it; a line does where there are none. */
  readonly keys?: readonly string[]
  readonly answer: (answer: string | undefined) => void
}

export class Questions {
  readonly #options: QuestionsOptions
  #asked: Question | undefined
  /** The last question, answered or not. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: QuestionsOptions) {
    this.#options = options
  }

  /** Whether a question waits for its answer. */
  get isAsking(): boolean {
    return this.#asked !== undefined
  }

  /** Asks for a yes. Everything else is a no, and so is a signal that fires. */
  async ask(question: string, signal?: AbortSignal): Promise<boolean> {
    const answer = await this.#inTurn(question, undefined, signal)
    return /^\s*y(es)?\s*$/i.test(answer ?? '')
  }

  /** Waits for one of the keys, by readline's names; undefined when the signal fires. */
  key(prompt: string, keys: readonly string[], signal?: AbortSignal): Promise<string | undefined> {
    return this.#inTurn(prompt, keys, signal)
  }

  /** Takes a key while a question waits for one: true when the editor must not see it. */
  take({ name, sequence, ctrl, meta }: Key): boolean {
    if (!this.#asked || (ctrl && name === 'c')) return false
    const { keys } = this.#asked
    if (!keys) {
      // There is no answer: that is a no, and leaves nothing else.
      const isOver = ctrl === true && name === 'd' && this.#options.editor.text === ''
      if (isOver) this.giveUp()
      return isOver
    }
    const pressed = ctrl || meta ? undefined : keys.find((key) => key === name || key === sequence)
    if (pressed !== undefined) this.#settle(pressed)
    return true
  }

  /** Takes the line that answers a question. */
  enter(line: string): void {
    this.#settle(line)
  }

  /** There will be no answer. */
  giveUp(): void {
    this.#settle(undefined)
  }

  #inTurn(
    prompt: string,
    keys: readonly string[] | undefined,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const answer = this.#turn.then(() => this.#askNow(prompt, keys, signal))
    this.#turn = answer
    return answer
  }

  /** What was typed before the question was there does not answer it. Ctrl-C does. */
  #askNow(
    prompt: string,
    keys: readonly string[] | undefined,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    if (signal?.aborted) return Promise.resolve(undefined)
    const { editor, typeahead, output } = this.#options
    const lines = prompt.split('\n')
    editor.setPrompt(lines.pop())
    output.write(lines.map((line) => `${line}\n`).join(''))
    typeahead.discard()
    return new Promise((resolve) => {
      const giveUp = () => this.giveUp()
      this.#asked = {
        keys,
        answer: (answer) => {
          signal?.removeEventListener('abort', giveUp)
          resolve(answer)
        },
      }
      signal?.addEventListener('abort', giveUp, { once: true })
      editor.prompt()
      typeahead.release()
    })
  }

  #settle(answer: string | undefined): void {
    const asked = this.#asked
    if (!asked) return
    this.#asked = undefined
    const { editor, typeahead, output } = this.#options
    typeahead.hold()
    editor.finish()
    // A line that was entered has moved below itself already.
    if (asked.keys || answer === undefined) output.write('\n')
    editor.setPrompt()
    asked.answer(answer)
  }
}
