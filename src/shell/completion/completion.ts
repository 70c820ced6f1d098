/** What completion answers; the terminal decides how it looks. */

export interface Candidate {
  /** Replaces the partial text: `'case-1'` with its quotes, `describeCases` without a parenthesis. */
  readonly text: string
  /** Said beside it, for people: `A test case. (opened)`. One line, no colours. */
  readonly note?: string
}

export interface Completion {
  /** What may stand at the cursor, the likeliest first. */
  readonly candidates: readonly Candidate[]
  /** The part of the text before the cursor that a candidate replaces. */
  readonly partial: string
  /** Why there is nothing to show, or not all, in one line: `no case ids: not connected (...)`. */
  readonly message?: string
  /** Fulfilled when the same question has a better answer: what is being fetched has come. */
  readonly pending?: Promise<void>
}
