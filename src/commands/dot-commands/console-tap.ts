/** The console of a session, heard on its way: what passes here is shown as before, unless it is muted. */
import { Writable } from 'node:stream'

/** Told what the console has written, as soon as it is written. */
export type ConsoleListener = (text: string) => void

export class ConsoleTap {
  /** For `SessionOptions.stdout` and `stderr`. */
  readonly stdout: Writable
  readonly stderr: Writable
  readonly #listeners = new Set<ConsoleListener>()
  #mutes = 0

  constructor({ stdout, stderr }: { readonly stdout: Writable; readonly stderr: Writable }) {
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
  #passing(target: Writable): Writable {
    return new Writable({
      decodeStrings: false,
      write: (chunk: string | Buffer, _encoding, done) => {
        if (this.#mutes === 0) target.write(chunk)
        const text = typeof chunk === 'string' ? chunk : chunk.toString()
        for (const listener of this.#listeners) listener(text)
        done()
      },
    })
  }
}
