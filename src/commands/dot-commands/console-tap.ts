/** The console of a session, heard on its way: what passes here is shown as before, unless it is muted. */
import type { ConsoleTarget } from '../../shell/session/console.ts'

/** Told what the console has written, as soon as it is written. */
export type ConsoleListener = (text: string) => void

export class ConsoleTap {
  /** For `SessionOptions.stdout` and `stderr`. */
  readonly stdout: ConsoleTarget
  readonly stderr: ConsoleTarget
  readonly #listeners = new Set<ConsoleListener>()
  #mutes = 0

  constructor({ stdout, stderr }: { readonly stdout: ConsoleTarget; readonly stderr: ConsoleTarget }) {
    this.stdout = this.#passing(stdout)
    this.stderr = this.#passing(stderr)
  }

  /** Until the function that is answered is called. */
  listen(listener: ConsoleListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Nothing is shown until the function that is answered is called; it is heard all the same. */
  mute(): () => void {
    this.#mutes++
    return () => {
      this.#mutes--
    }
  }

  // The two streams become one text in the order in which they are written, as a terminal shows them.
  #passing(target: ConsoleTarget): ConsoleTarget {
    return {
      write: (text: string) => {
        if (this.#mutes === 0) target.write(text)
        for (const listener of this.#listeners) listener(text)
      },
    }
  }
}
