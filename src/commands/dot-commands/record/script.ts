/**
 * The examples of a recording, and how the values in them are written: a literal in source that repeats a
 * value stands for the latest value that was written like it, as bindings of transcripts have it. Where
 * that would be another one, the value is written in another way, in the examples above, too.
 */
import type { Example } from '../../../transcript/index.ts'
import { Bindings } from '../../../transcript/index.ts'
import {
  anotherWay,
  exampleText,
  matched,
  type Output,
  type Style,
  shownOnly,
  styleFor,
  type Write,
} from './expectation.ts'
import type { Format, PagePart } from './page.ts'
import { type SourceParts, sourceText, type Use } from './source-parts.ts'
import { type Value, waysToWrite } from './wildcards.ts'

/** An input that is to be an example. */
export interface Recorded extends Output {
  /** As it was fitted. */
  readonly source: SourceParts
}

/** A source whose literals are written so that they stand for their values. */
export interface Fitted {
  readonly source: SourceParts
  /** False where a literal that the user typed would stand for something else. */
  readonly fits: boolean
}

interface Entry {
  readonly recorded: Recorded
  readonly style: Style
}

export class Script {
  readonly #format: Format
  #parts: (Entry | PagePart)[] = []
  /** So many of them are what the recording begins with. */
  #head = 0
  /** So many of them are in the file, and so many for good. */
  #written = 0
  #settled = 0
  #bindings = new Bindings()
  /** How values are written, by their texts. */
  readonly #ways = new Map<string, string>()
  /** Values that are in the file for good. */
  readonly #fixed = new Set<string>()

  constructor(format: Format) {
    this.#format = format
  }

  /** Everything that is not settled, as it is to stand in the file. */
  get parts(): PagePart[] {
    return this.#parts.slice(this.#settled).map((part) => ('recorded' in part ? this.#part(part) : part))
  }

  /** Whether what it begins with can still be another. */
  get hasHead(): boolean {
    return this.#settled === 0
  }

  /** What the recording begins with. */
  replaceHead(parts: readonly PagePart[]): void {
    this.#parts = [...parts, ...this.#parts.slice(this.#head)]
    if (this.#written > 0) this.#written += parts.length - this.#head
    this.#head = parts.length
  }

  /** What no replay compares. */
  addText(part: PagePart): void {
    this.#parts.push(part)
  }

  /** What there is by now is in the file. */
  noteWritten(): void {
    this.#written = this.#parts.length
  }

  /** What is in the file is out of reach: it stays as it is written. */
  settle(): void {
    this.#settled = this.#written
    for (const { text } of valuesIn(this.#parts.slice(0, this.#settled))) this.#fixed.add(text)
  }

  /**
   * Fits a source to what stands above it.
   *
   * @param instead an expression for a value that nothing above shows
   */
  async fit(parts: SourceParts, instead: (text: string) => string | undefined): Promise<Fitted> {
    let source = parts
    const moved = new Set<string>(this.#fixed)
    for (;;) {
      const runs = sourceText(source, ({ text }) => text)
      const wrong = await this.#wrong(source, runs)
      if (wrong === undefined) return { source, fits: true }
      const values = wrong.filter(({ text }) => !moved.has(text))
      if (values.length > 0) {
        for (const { text } of values) moved.add(text)
        await this.#rewrite(values, runs)
        continue
      }
      const use = source.find((part): part is Use => typeof part !== 'string' && wrong.includes(part.value))
      if (!use) return { source, fits: false }
      const text = instead(use.value.text) ?? use.quote + use.value.text + use.quote
      source = source.map((part) => (part === use ? text : part))
    }
  }

  /** Adds an example, and the parts that belong before it. Answers what a replay does with it. */
  async add(
    recorded: Recorded,
    { isShownOnly, before }: { readonly isShownOnly: boolean; readonly before: readonly PagePart[] },
  ): Promise<'run' | 'shown' | 'left-out'> {
    const text = sourceText(recorded.source, this.#write)
    const wanted = isShownOnly ? [shownOnly] : undefined
    const found = await styleFor(text, recorded, this.#write, this.#format, wanted)
    if (!found) return 'left-out'
    this.#parts.push(...before, { recorded, style: found.style })
    this.#capture(found.example, recorded)
    return found.example.options.skip ? 'shown' : 'run'
  }

  readonly #write: Write = (value) => {
    let way = this.#ways.get(value.text)
    if (way === undefined) {
      way = waysToWrite(value).next().value as string
      this.#ways.set(value.text, way)
    }
    return way
  }

  #part({ recorded, style }: Entry): PagePart {
    const source = sourceText(recorded.source, this.#write)
    return { kind: 'example', ...exampleText(source, recorded, style, this.#write) }
  }

  #capture(example: Example, output: Output): void {
    if (!example.options.skip) this.#bindings.capture(matched(example, output))
  }

  /** The values that would have to be written otherwise; undefined where the source is run as it should be. */
  async #wrong(source: SourceParts, runs: string): Promise<Value[] | undefined> {
    const { source: run, uses } = await this.#bindings.substitute(sourceText(source, this.#write))
    if (run === runs) return undefined
    const stands = new Map(uses.map(({ literal, value }) => [literal, value]))
    const wrong = source.filter((part): part is Use => {
      if (typeof part === 'string') return false
      const { value, quote } = part
      return stands.get(quote + this.#write(value) + quote) !== quote + value.text + quote
    })
    if (wrong.length > 0) return wrong.map(({ value }) => value)
    // The user typed what values above are written like.
    const typed = new Set(uses.map(({ literal }) => literal.slice(1, -1)))
    return valuesIn(this.#parts).filter((value) => typed.has(this.#write(value)))
  }

  /** Writes values in ways of their own, and takes the examples anew. */
  async #rewrite(values: readonly Value[], typed: string): Promise<void> {
    for (const value of values) {
      const inUse = new Set(this.#ways.values())
      let way = anotherWay(value, inUse)
      for (; typed.includes(way); way = anotherWay(value, inUse)) inUse.add(way)
      this.#ways.set(value.text, way)
    }
    this.#bindings = new Bindings()
    for (const part of this.#parts) {
      if (!('recorded' in part)) continue
      const { recorded, style } = part
      const text = sourceText(recorded.source, this.#write)
      const found = await styleFor(text, recorded, this.#write, this.#format, [style])
      if (found) this.#capture(found.example, recorded)
    }
  }
}

/** Every value that is written down. */
function valuesIn(parts: readonly (Entry | PagePart)[]): Value[] {
  const found = new Map<string, Value>()
  for (const part of parts) {
    if (!('recorded' in part)) continue
    for (const each of part.recorded.parts) if (typeof each !== 'string') found.set(each.text, each)
  }
  return [...found.values()]
}
