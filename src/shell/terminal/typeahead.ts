/**
 * What a person types, line by line. While an input runs, the rest waits here: it then appears at the
 * prompt that it belongs to, and the screen reads like a transcript.
 */
import { Readable } from 'node:stream'

const ctrlC = 0x03
const newline = 0x0a
const enter = 0x0d

export class Typeahead extends Readable {
  readonly isTTY = true
  readonly #source: NodeJS.ReadStream
  #waiting = Buffer.alloc(0)
  #held = false

  constructor(source: NodeJS.ReadStream) {
    super()
    this.#source = source
    source.on('data', (chunk: Buffer) => this.#take(chunk))
    source.on('end', () => this.push(null))
  }

  /** Asked for by readline: keys one by one, or lines with an echo. */
  setRawMode(raw: boolean): this {
    this.#source.setRawMode(raw)
    return this
  }

  /** An input runs. */
  hold(): void {
    this.#held = true
  }

  /** The input has run. */
  release(): void {
    this.#held = false
    this.#feed()
  }

  /** Forgets what was typed ahead. */
  discard(): void {
    this.#waiting = Buffer.alloc(0)
  }

  override _read(): void {}

  #take(chunk: Buffer): void {
    this.#waiting = Buffer.concat([this.#waiting, chunk])
    this.#feed()
  }

  #feed(): void {
    while (!this.#held && this.#waiting.length > 0) {
      const end = this.#waiting.findIndex((byte) => byte === enter || byte === newline) + 1
      const line = this.#waiting.subarray(0, end || this.#waiting.length)
      this.#waiting = this.#waiting.subarray(line.length)
      // Delivered at once, so that an input that it starts holds the next line.
      this.push(line)
    }
    // Ctrl-C is for what runs now, and takes back what was typed before it.
    const stop = this.#waiting.lastIndexOf(ctrlC)
    if (stop < 0) return
    this.#waiting = this.#waiting.subarray(stop + 1)
    this.push(Buffer.from([ctrlC]))
  }
}
