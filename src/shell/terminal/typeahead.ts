/**
 * What a person types, line by line. While an input runs, the rest waits here: it then appears at the
 * prompt that it belongs to, and the screen reads like a transcript. What is pasted in brackets comes whole.
 */
import { Readable } from 'node:stream'

const ctrlC = 0x03
const newline = 0x0a
const enter = 0x0d

/** What terminals put around a paste once they were asked to; see xterm's "bracketed paste mode". */
const pasteStart = Buffer.from('\u001b[200~')
const pasteEnd = Buffer.from('\u001b[201~')

/** Switches those brackets on and off. */
export const bracketedPaste = { on: '\u001b[?2004h', off: '\u001b[?2004l' } as const

/** With so many bytes the rest of a bracket can be waited for. An Escape by itself is a key that was pressed. */
const tellingPart = 2

export class Typeahead extends Readable {
  readonly isTTY = true
  readonly #source: NodeJS.ReadStream
  readonly #pasted: (text: string) => void
  readonly #take = (chunk: Buffer) => this.receive(chunk)
  readonly #end = () => this.push(null)
  #waiting = Buffer.alloc(0)
  #held = false
  #isFeeding = false

  /** `pasted` is given each paste in brackets, in its turn. */
  constructor(source: NodeJS.ReadStream, pasted: (text: string) => void) {
    super()
    this.#source = source
    this.#pasted = pasted
    // Whoever read from it before may have left it at rest.
    source.on('data', this.#take).on('end', this.#end).resume()
  }

  /** Asked for by readline: keys one by one, or lines with an echo. */
  setRawMode(raw: boolean): this {
    this.#source.setRawMode(raw)
    return this
  }

  /** Whether something waits for its turn. */
  get hasMore(): boolean {
    return this.#waiting.length > 0
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

  /** Leaves the keyboard to another program until the answer is called. */
  lend(): () => void {
    this.#source.pause()
    return () => this.#source.resume()
  }

  /** Leaves the keyboard as it was, with what was typed and never read. */
  giveBack(): void {
    this.#source.off('data', this.#take).off('end', this.#end).pause()
    if (this.hasMore) this.#source.unshift(this.#waiting)
    this.discard()
  }

  override _read(): void {}

  /** Takes what was typed. */
  receive(chunk: Uint8Array): void {
    this.#waiting = Buffer.concat([this.#waiting, chunk])
    this.#feed()
  }

  #feed(): void {
    // What is delivered can release or discard: the loop that is under way goes on with that.
    if (this.#isFeeding) return
    this.#isFeeding = true
    try {
      while (!this.#held && this.#waiting.length > 0 && this.#deliver());
    } finally {
      this.#isFeeding = false
    }
    // Ctrl-C is for what runs now, and takes back what was typed before it.
    const stop = this.#waiting.lastIndexOf(ctrlC)
    if (stop < 0) return
    this.#waiting = this.#waiting.subarray(stop + 1)
    this.push(Buffer.from([ctrlC]))
  }

  /** Delivers a line, what there is of one, or a paste. Answers whether it could. */
  #deliver(): boolean {
    const paste = startOfPaste(this.#waiting)
    if (paste === 0) return this.#deliverPaste()
    const end = this.#waiting.findIndex((byte) => byte === enter || byte === newline) + 1
    const line = this.#cut(Math.min(end || this.#waiting.length, paste))
    // Some programs send both for one Enter key.
    if (line.at(-1) === enter && this.#waiting[0] === newline) this.#cut(1)
    // Delivered at once, so that an input that it starts holds the next line.
    this.push(line)
    return true
  }

  #deliverPaste(): boolean {
    const end = this.#waiting.indexOf(pasteEnd)
    if (end < 0) return false
    const text = this.#cut(end + pasteEnd.length).subarray(pasteStart.length, end)
    this.#pasted(text.toString('utf8'))
    return true
  }

  #cut(length: number): Buffer {
    const cut = this.#waiting.subarray(0, length)
    this.#waiting = this.#waiting.subarray(cut.length)
    return cut
  }
}

/** Where a paste begins, or may turn out to once more has come; the end of the bytes when it does not. */
function startOfPaste(bytes: Buffer): number {
  const whole = bytes.indexOf(pasteStart)
  if (whole >= 0) return whole
  for (let length = pasteStart.length - 1; length >= tellingPart; length--) {
    const at = bytes.length - length
    if (at >= 0 && bytes.subarray(at).equals(pasteStart.subarray(0, length))) return at
  }
  return bytes.length
}
