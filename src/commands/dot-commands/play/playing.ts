/**
 * A transcript that is replayed at the pace of a person: the replay stops at each turn, and goes on when
 * that is answered. A turn that nobody answers stays: so a player can leave, and come back to it.
 */
import type {
  Document,
  EvaluateOptions,
  Evaluation,
  Example,
  Result,
  Session,
} from '../../../transcript/index.ts'
import { replay } from '../../../transcript/index.ts'

/** Where the replay has stopped. */
export type Turn =
  /** The document wants this state of the mock. */
  | { readonly kind: 'seed'; readonly seed: string; answer(): void }
  /** An example is to run; `source` has the values in it that were bound. Undefined skips it. */
  | {
      readonly kind: 'example'
      readonly example: Example
      readonly source: string
      answer(evaluation: Evaluation | undefined): void
    }
  /** An example, or something hidden that failed, has its result. */
  | { readonly kind: 'result'; readonly result: Result; readonly isSkipped: boolean; answer(): void }
  | { readonly kind: 'end' }

export interface PlayingOptions {
  /** Runs what the reader does not see. */
  readonly runHidden: (source: string) => Promise<Evaluation>
  /** Moves the clock of the mock, where there is one. */
  readonly setClock?: (time: string) => void
}

export class Playing {
  readonly document: Document
  readonly #options: PlayingOptions
  #turn: Turn | undefined
  #stopped: () => void = () => {}
  #isSkipped = false
  #failure: unknown

  constructor(document: Document, options: PlayingOptions) {
    this.document = document
    this.#options = options
    replay(document, {
      open: async ({ seed }) => {
        if (seed !== undefined) await this.#stop<void>((answer) => ({ kind: 'seed', seed, answer }))
        return this.#session()
      },
      onResult: (result) => {
        const isSkipped = this.#isSkipped
        this.#isSkipped = false
        return this.#stop<void>((answer) => ({ kind: 'result', result, isSkipped, answer }))
      },
    }).then(
      () => this.#set({ kind: 'end' }),
      (error: unknown) => {
        this.#failure = error
        this.#set({ kind: 'end' })
      },
    )
  }

  /** The turn that waits for its answer: always the same until it has one. */
  async turn(): Promise<Turn> {
    while (!this.#turn) {
      await new Promise<void>((resolve) => {
        this.#stopped = resolve
      })
    }
    if (this.#failure !== undefined) throw this.#failure
    return this.#turn
  }

  #session(): Session {
    const { setClock } = this.#options
    return {
      evaluate: (source, options) => this.#evaluate(source, options),
      // The reader only looks at it.
      compile: async () => ({ text: '', failed: false }),
      ...(setClock ? { setClock: async (time: string) => setClock(time) } : {}),
      close: async () => {},
    }
  }

  async #evaluate(source: string, { line }: EvaluateOptions): Promise<Evaluation> {
    const item = this.document.items.find((each) => each.line === line)
    if (item?.kind !== 'example') return this.#options.runHidden(source)
    const evaluation = await this.#stop<Evaluation | undefined>((answer) => ({
      kind: 'example',
      example: item,
      source,
      answer,
    }))
    this.#isSkipped = evaluation === undefined
    return evaluation ?? { text: '', failed: false }
  }

  #stop<A>(turn: (answer: (value: A) => void) => Turn): Promise<A> {
    return new Promise((resolve) => {
      this.#set(
        turn((value) => {
          this.#turn = undefined
          resolve(value)
        }),
      )
    })
  }

  #set(turn: Turn): void {
    this.#turn = turn
    this.#stopped()
  }
}
