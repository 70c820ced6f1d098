/** Inputs that come all at once: -e, a file, standard input. */
import type { Outcome, Session } from '../shell/session/session.ts'

/** An input to run, and what to call it in messages. */
export type Input =
  /** One input, as if it had been typed. */
  | { readonly kind: 'expression'; readonly source: string }
  /** A text of many inputs. */
  | { readonly kind: 'script'; readonly source: string; readonly name: string }

/** Where results and errors go. */
export interface Output {
  value(text: string): void
  error(text: string): void
}

/** Runs the inputs in order. Stops at the first that fails: false. */
export async function runInputs(
  session: Session,
  inputs: readonly Input[],
  output: Output,
): Promise<boolean> {
  for (const input of inputs) {
    for await (const outcome of outcomes(session, input)) {
      if (outcome.status === 'error') {
        output.error(outcome.text)
        return false
      }
      if (outcome.status === 'value' && outcome.text !== undefined) output.value(outcome.text)
    }
  }
  return true
}

async function* outcomes(session: Session, input: Input): AsyncGenerator<Outcome> {
  if (input.kind === 'script') {
    yield* session.runScript(input.source, { filename: input.name })
    return
  }
  const outcome = await session.run(input.source)
  yield outcome.status === 'incomplete' ? await session.incomplete(input.source) : outcome
}
