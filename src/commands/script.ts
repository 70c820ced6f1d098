/** Inputs that come all at once: -e, a file, standard input. */
import type { Outcome, Session } from '../shell/session/session.ts'
import { commandLine } from '../shell/session-shell.ts'
import type { Shell } from '../shell/shell.ts'

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

/** A session, and the shell on it. */
export interface Engine {
  readonly shell: Shell
  readonly session: Session
}

/** Runs the inputs in order. Stops at the first that fails: false. */
export async function runInputs(engine: Engine, inputs: readonly Input[], output: Output): Promise<boolean> {
  for (const input of inputs) {
    for await (const outcome of outcomes(engine, input)) {
      if (outcome.status === 'error') {
        output.error(outcome.text)
        return false
      }
      if (outcome.status === 'value' && outcome.text !== undefined) output.value(outcome.text)
    }
  }
  return true
}

async function* outcomes({ shell, session }: Engine, input: Input): AsyncGenerator<Outcome> {
  const { source } = input
  // A text that is one dot command is no JavaScript.
  const isCommand = commandLine.test(source) && !source.trim().includes('\n')
  if (input.kind === 'script' && !isCommand) {
    yield* session.runScript(source, { filename: input.name })
    return
  }
  const outcome = await shell.run(source)
  yield outcome.status === 'incomplete' ? await session.incomplete(source) : outcome
}
