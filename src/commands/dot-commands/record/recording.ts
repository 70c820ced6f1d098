/** A recording under way: inputs come in, and each is on disk before the next one runs. */
import type { OperationName } from '../../../model/operations.ts'
import { CommandError } from '../../../shell/dot-commands/dot-command.ts'
import { redactSource } from '../../../shell/history/redact-source.ts'
import { loadLexer } from '../../../transcript/index.ts'
import type { Run } from '../run-log.ts'
import { commentText, isComment, proseFits } from './comment.ts'
import { declaredIn } from './declared.ts'
import type { MadeUpValue } from './made-up.ts'
import { type Format, isOpenAtEnd, type PagePart, pageText } from './page.ts'
import { printedParts } from './printed.ts'
import { RecordedFile } from './recorded-file.ts'
import { Script } from './script.ts'
import { sourceParts, sourceText } from './source-parts.ts'
import { Values } from './values.ts'

export interface RecordingOptions {
  readonly path: string
  /** The path as it was typed, for messages. */
  readonly name: string
  readonly format: Format
  /** What the file holds already; the recording stands below it. */
  readonly base?: string
  /** What the recording begins with. */
  readonly head: readonly PagePart[]
  /** The same where times of the mock have to stay as they are; absent where they do. */
  readonly datedHead?: () => Promise<readonly PagePart[]>
  /** What other sessions are not told: where connections lead, what calls answered before. */
  readonly known: readonly MadeUpValue[]
  /** The console writes in colours. */
  readonly colors: boolean
  /** There is a clock, which a replay can move. */
  readonly onMock: boolean
  /** An expression by which inputs find a value, where one has it. */
  readonly holder: (text: string) => string | undefined
  /** Names that every session has. */
  readonly preloaded: ReadonlySet<string>
  /** Shows a text to the user, whole lines or not. */
  readonly write: (text: string) => void
}

/** Why an input is not in the file. */
export type Reason =
  | 'it was given up with Ctrl-C'
  | 'a write was refused, which a mock would take'
  | 'dry run is on, which a replay does not know'
  | 'a transcript cannot hold it'

/** Operations whose effect is seen some seconds later. */
const ripening: ReadonlySet<OperationName> = new Set([
  'refreshTrustedAdvisorCheck',
  'completeAttachmentUpload',
])

/** Milliseconds that count: where something ripens; and everywhere, since links and sets expire. */
const moment = 1000
const hour = 3_600_000

/** A literal that is a date, as afterTime and beforeTime take it. */
const date = /(['"`])\d{4}-?\d\d-?\d\d(?:T[\d:.,]*(?:Z|[+-][\d:]+)?)?\1/

/** No file of text has a zero byte, and no UTF-8 half a pair of surrogates. */
const unstorable = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

export class Recording {
  readonly #options: RecordingOptions
  readonly #values = new Values()
  readonly #script: Script
  readonly #file: RecordedFile
  #sources = ''
  /** What writes made up: no mock has it from the start. */
  readonly #written = new Set<string>()
  #idle = 0
  #ripens = false
  #keepsTimes = false
  #trouble: string | undefined
  #queue: Promise<void> = Promise.resolve()
  /** How many examples there are, and how many of them a replay only looks at. */
  examples = 0
  shownOnly = 0
  readonly leftOut = new Map<Reason, number>()

  constructor(options: RecordingOptions) {
    this.#options = options
    this.#values.learn(options.known)
    this.#file = new RecordedFile(options.path, options.name, options.base)
    this.#script = new Script(options.format)
    this.#script.replaceHead(options.head)
  }

  get name(): string {
    return this.#options.name
  }

  get path(): string {
    return this.#options.path
  }

  /** Writes the file without an example. Rejects with a CommandError where it cannot be written. */
  begin(): Promise<void> {
    return this.#write()
  }

  /** Takes inputs in, and writes the file. Never rejects: what goes wrong is said. */
  add(...runs: readonly Run[]): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      for (const run of runs) {
        // The shell goes on, whatever happens here.
        await this.#take(run).catch((error: unknown) => {
          this.#say(`this input is not in ${this.name}: it could not be read back (${String(error)})`)
        })
      }
      await this.#save()
    })
    return this.#queue
  }

  /** Whether all of it is on disk. */
  async end(): Promise<boolean> {
    await this.#queue
    if (this.#trouble !== undefined) await this.#save()
    return this.#trouble === undefined
  }

  async #take(run: Run): Promise<void> {
    this.#idle += run.idle
    const reason = reasonAgainst(run)
    if (reason) {
      this.#leaveOut(reason)
      this.#values.learn(run.madeUp)
    } else await this.#takeInput(run, withoutMargins(run.source))
    for (const text of run.written) this.#written.add(text)
  }

  async #takeInput(run: Run, typed: string): Promise<void> {
    if (typed === '') return
    if (unstorable.test(typed)) return this.#leaveOut('a transcript cannot hold it')
    if (isComment(typed)) return this.#comment(typed)
    const { parts, isRedacted } = await sourceParts(typed, this.#values, await loadLexer())
    const fitted = await this.#script.fit(parts, (text) => this.#expressionFor(text, typed))
    const source = sourceText(fitted.source, () => '')
    this.#sources += `\n${source}`
    if (run.called.length > 0 && date.test(source)) await this.#keepTimes()
    this.#values.type(source)
    this.#values.learn(run.madeUp)
    const { got, parts: output } = printedParts(run, this.#values, this.#sources, this.#options.colors)
    const hasOther = isRedacted && (await this.#onlyReconnects(typed))
    const clock = this.#clock(run)
    const as = await this.#script.add(
      { source: fitted.source, parts: output, got, failed: run.failed, timeout: timeoutFor(run) },
      { isShownOnly: hasOther || !fitted.fits, before: clock },
    )
    if (as === 'left-out') return this.#leaveOut('a transcript cannot hold it')
    this.examples++
    if (isRedacted) this.#sayRedacted()
    if (as === 'run') return
    this.shownOnly++
    const why = hasOther ? 'its keys are not in the file' : 'its output cannot be told from other text'
    this.#say(`this input is in ${this.name}, and a replay skips it: ${why}`)
  }

  /** A seed is dated from the day on which it is loaded: where a time was typed, that is not enough. */
  async #keepTimes(): Promise<void> {
    const { datedHead } = this.#options
    if (!datedHead || this.#keepsTimes || !this.#script.hasHead) return
    try {
      this.#script.replaceHead(await datedHead())
      this.#keepsTimes = true
      this.#say(
        `a time was typed: what the mock held is in a file beside ${this.name}, for a replay on another day`,
      )
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      this.#say(error.message)
    }
  }

  /** What a comment alone says is for the reader. */
  async #comment(typed: string): Promise<void> {
    const { format } = this.#options
    const source = await redactSource(typed)
    const text = commentText(source)
    if (await proseFits(text, format)) this.#script.addText({ kind: 'prose', text })
    else if (/doctest:/.test(source)) return this.#leaveOut('a transcript cannot hold it')
    else this.#script.addText({ kind: 'example', source, want: '' })
    if (source !== typed) this.#sayRedacted()
  }

  #sayRedacted(): void {
    this.#say(`what looks like a key is not in ${this.name}`)
  }

  /** In the place of what no mock has from the start, and what was never shown. */
  #expressionFor(text: string, typed: string): string | undefined {
    const expression = this.#written.has(text) ? this.#options.holder(text) : undefined
    const [name] = /^[\w$]+/.exec(expression ?? '') ?? []
    // What the input itself has declared was not there before it ran.
    return name !== undefined &&
      !new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`).test(typed)
      ? expression
      : undefined
  }

  /** A replay has a connection of this name already, and that one works, which without its keys this does not. */
  async #onlyReconnects(typed: string): Promise<boolean> {
    if (this.#options.onMock || !/SupportConnection|connectToRegion/.test(typed)) return false
    const names = await declaredIn(typed)
    return names.length > 0 && names.every((name) => this.#options.preloaded.has(name))
  }

  /** A replay does not wait: where time matters, its clock is moved. */
  #clock({ called }: Run): PagePart[] {
    if (!this.#options.onMock || called.length === 0) return []
    const idle = this.#idle
    const counts = idle >= (this.#ripens ? moment : hour)
    const ripens = called.some((name) => ripening.has(name))
    if (counts || ripens) this.#idle = 0
    this.#ripens ||= ripens
    return counts ? [{ kind: 'directive', words: `clock PT${Math.floor(idle / 1000)}S` }] : []
  }

  #leaveOut(reason: Reason): void {
    this.leftOut.set(reason, (this.leftOut.get(reason) ?? 0) + 1)
    const line = `this input is not in ${this.name}: ${reason}`
    // The terminal shows ^C, and what comes next begins on a line of its own.
    if (reason === 'it was given up with Ctrl-C') this.#options.write(`\n${line}`)
    else this.#say(line)
  }

  #say(line: string): void {
    this.#options.write(`${line}\n`)
  }

  /** Trouble is said once, and tried again after the next input: nothing is lost meanwhile. */
  async #save(): Promise<void> {
    const before = this.#trouble
    try {
      await this.#write()
      this.#trouble = undefined
      if (before !== undefined) this.#say(`${this.name} is written again; nothing is missing`)
    } catch (error) {
      this.#trouble = (error as Error).message
      if (this.#trouble === before) return
      this.#say(`${this.#trouble}; the next input tries again`)
    }
  }

  async #write(): Promise<void> {
    const { format, name } = this.#options
    const changed = await this.#file.changed()
    if (changed !== undefined) {
      if (await isOpenAtEnd(changed, format)) {
        throw new CommandError(`${name} ends inside a code block, a comment or a part that is skipped`)
      }
      this.#file.rebase(changed)
      this.#script.settle()
      this.#say(`${name} was changed by someone else: that stays, and the recording goes on below it`)
    }
    await this.#file.replace(pageText(this.#script.parts, format))
    this.#script.noteWritten()
  }
}

/** A replay gives an example ten seconds: what took half of that gets more. */
function timeoutFor({ took }: Run): number | undefined {
  return took > 5000 ? Math.ceil((4 * took) / 1000) * 1000 : undefined
}

/** Blank lines around an input say nothing. */
function withoutMargins(source: string): string {
  const lines = source.replace(/\r\n?/g, '\n')
  return lines.replace(/^(?:[ \t]*\n)+/, '').trimEnd()
}

function reasonAgainst({ interrupted, refused, dryRun }: Run): Reason | undefined {
  if (interrupted) return 'it was given up with Ctrl-C'
  if (refused) return 'a write was refused, which a mock would take'
  return dryRun ? 'dry run is on, which a replay does not know' : undefined
}
