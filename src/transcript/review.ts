/** Goes through the failures of a transcript one by one, with a person who says what is to become of each. */
import type { Document } from './document.ts'
import { isFailure, Replay, type ReplayOptions, type Result, type Session } from './replay.ts'
import { formatFailure } from './report.ts'
import { applyEdits, type Edit, editFor, isReadAsMeant, isUpdatable } from './update.ts'

/** What a person can say: take what was printed, go on, write it anew, look around, stop. */
export type Answer = 'accept' | 'skip' | 'edit' | 'open' | 'quit'

/** The terminal of a review. */
export interface Reviewer {
  show(text: string): void
  /** Asks for one of the answers. */
  ask(answers: readonly Answer[]): Promise<Answer>
  /** Has the lines to expect edited; undefined where that was given up. */
  edit(lines: readonly string[]): Promise<readonly string[] | undefined>
  /** Opens a shell on the session as the example left it. */
  open(session: Session): Promise<void>
}

/** What a review came to. */
export interface Reviewed {
  /** The text of the file with what was accepted or edited. */
  text: string
  changed: number
  /** Failures that stay. */
  left: number
  quit: boolean
}

/** How to review. */
export interface ReviewOptions extends ReplayOptions {
  /** Given the text of the file after every edit. What it throws ends the review. */
  onEdit?: (text: string) => Promise<void>
}

/** Replays a document and asks at every failure, while the session is as the example left it. */
export async function reviewDocument(
  document: Document,
  { onEdit, ...options }: ReviewOptions,
  reviewer: Reviewer,
): Promise<Reviewed> {
  const run = new Replay(document, options)
  const edits: Edit[] = []
  let { text } = document
  let left = 0
  let quit = false
  try {
    while (!quit) {
      const result = await run.next()
      if (!result) break
      if (!isFailure(result)) continue
      reviewer.show(await formatFailure(document.path, result))
      const answer = await settle(result, run, reviewer)
      quit = answer === 'quit'
      if (typeof answer === 'string') left++
      else {
        edits.push(answer)
        text = applyEdits(document.text, edits)
        await onEdit?.(text)
        run.accept(result, answer.lines.join('\n'))
      }
    }
    // No output is expected of a teardown, so there is nothing to ask.
    for (const result of await run.tearDown()) {
      reviewer.show(await formatFailure(document.path, result))
      left++
    }
  } finally {
    await run.close()
  }
  return { text, changed: edits.length, left, quit }
}

/** Asks until there is an edit, or the failure stays. */
async function settle(result: Result, run: Replay, reviewer: Reviewer): Promise<Edit | 'skip' | 'quit'> {
  const { item } = result
  const suggested = await editFor(result)
  const isExpected = item.kind === 'example' && isUpdatable(result)
  const answers: Answer[] = [
    ...(suggested ? (['accept'] as const) : []),
    'skip',
    ...(isExpected ? (['edit'] as const) : []),
    'open',
    'quit',
  ]
  for (;;) {
    const answer = await reviewer.ask(answers)
    if (answer === 'skip' || answer === 'quit') return answer
    if (answer === 'accept' && suggested) return suggested
    if (answer === 'open') await reviewer.open(await run.opened())
    if (answer === 'edit' && item.kind === 'example') {
      const lines = await reviewer.edit(suggested?.lines ?? item.want.split('\n'))
      if (!lines) continue
      const edit: Edit = { example: item, lines }
      if (await isReadAsMeant(run.document, edit)) return edit
      reviewer.show(
        'This would not be read as expected output: no line begins with `>>>` or a fence, nor the first one with `...`.',
      )
    }
  }
}
