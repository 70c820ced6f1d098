/** Takes a person through a document: shows its text, and at each example does what a key says. */
import type { CommandContext, TerminalAccess } from '../../../shell/dot-commands/dot-command.ts'
import type { Outcome } from '../../../shell/session/session.ts'
import { type Paint, painter } from '../../../shell/show/paint.ts'
import { harmless } from '../../../text/harmless.ts'
import type { Document, Evaluation, Example, Result } from '../../../transcript/index.ts'
import { formatFailure, isFailure, Overlooked } from '../../../transcript/index.ts'
import { Playing, type Turn } from './playing.ts'
import { Prose } from './prose.ts'

export interface PlayerOptions {
  readonly document: Document
  /** As it was typed, for messages. */
  readonly name: string
  /** What the mock of the session was started with; undefined without a mock. */
  readonly seed?: string
  readonly setClock?: (time: string) => void
  /** Runs an example as if it had been typed; the outcome, and what a replay compares. */
  readonly run: (
    source: string,
    context: CommandContext,
  ) => Promise<{ outcome: Outcome; evaluation: Evaluation }>
  /** The same, without a trace on the screen. */
  readonly runHidden: (source: string, context: CommandContext) => Promise<Evaluation>
}

/** Keys by readline's names. */
const choices = { return: 'run', enter: 'run', r: 'run', s: 'skip', e: 'edit', a: 'all', q: 'quit' } as const

type Choice = (typeof choices)[keyof typeof choices]

const question = 'Enter runs it; s skips, e edits, a runs all, q leaves '

/** What a document begins with that says nothing of it. */
const usualSeed = 'tutorial'

export class Player {
  readonly #options: PlayerOptions
  readonly #playing: Playing
  readonly #prose: Prose
  readonly #overlooked: Overlooked
  /** The first line that was not shown yet. */
  #line = 1
  readonly #counts = { run: 0, agreed: 0, skipped: 0 }
  #context: CommandContext | undefined
  isAtEnd = false

  constructor(options: PlayerOptions) {
    const { document, setClock } = options
    this.#options = options
    this.#prose = new Prose(document)
    this.#overlooked = new Overlooked(document)
    this.#playing = new Playing(document, {
      runHidden: (source) => options.runHidden(source, this.#context!),
      setClock,
    })
  }

  /** Goes on where it was left. Answers what to say when it is left again, or at the end. */
  async play(context: CommandContext, terminal: TerminalAccess): Promise<string> {
    this.#context = context
    if (this.#line === 1 && !this.#options.document.items.some(({ kind }) => kind === 'seed')) {
      this.#say(this.#aboutSeed(usualSeed))
    }
    let runsAll = false
    for (;;) {
      const turn = await this.#playing.turn()
      switch (turn.kind) {
        case 'end':
          this.isAtEnd = true
          this.#showTo(Number.POSITIVE_INFINITY)
          return this.#summary()
        case 'seed':
          this.#say(this.#aboutSeed(turn.seed))
          turn.answer()
          break
        case 'result':
          await this.#showResult(turn)
          turn.answer()
          break
        case 'example': {
          this.#showExample(turn.example, turn.source)
          const isPython = this.#aboutPython(turn.example)
          const choice: Choice = runsAll ? 'all' : await this.#choose(terminal)
          if (choice === 'quit') return this.#left(turn.example)
          runsAll ||= choice === 'all'
          if (choice === 'edit') {
            terminal.prefill(turn.source)
            this.#skip(turn)
            return `${this.#left(turn.example, true)}`
          }
          if (choice === 'skip' || (choice === 'all' && isPython)) this.#skip(turn)
          else if (!(await this.#run(turn))) return this.#left(turn.example)
        }
      }
    }
  }

  /** Ctrl-C leaves, too. */
  async #choose(terminal: TerminalAccess): Promise<Choice> {
    const { columns, colors, write } = this.#context!.screen
    const key = await terminal.key(this.#paint(question, 'dim'), Object.keys(choices))
    // Answered, the question is gone: what stays reads like the document.
    if (colors && columns > question.length) write('\u001b[1A\u001b[2K\r')
    return key === undefined ? 'quit' : choices[key as keyof typeof choices]
  }

  /** False when it was stopped: then it is asked about again. */
  async #run({ source, answer }: Turn & { kind: 'example' }): Promise<boolean> {
    const context = this.#context!
    const { outcome, evaluation } = await this.#options.run(source, context)
    if ('text' in outcome && outcome.text !== undefined) this.#write(outcome.text)
    if (context.signal.aborted) return false
    this.#counts.run++
    answer(evaluation)
    return true
  }

  #skip({ example, answer }: Turn & { kind: 'example' }): void {
    if (example.want !== '') this.#write(this.#dim(example.want))
    this.#counts.skipped++
    answer(undefined)
  }

  #showExample(example: Example, source: string): void {
    this.#showTo(example.line)
    this.#line = example.wantLine + example.wantLines
    this.#write(this.#prompted(source))
  }

  #prompted(source: string): string {
    const lines = source.split('\n').map((line, index) => {
      return `${this.#paint(index === 0 ? '>>>' : '...', 'green')} ${harmless(line)}`
    })
    return `\n${lines.join('\n')}`
  }

  /** Whether it is Python, which is told. */
  #aboutPython(example: Example): boolean {
    const hint = this.#overlooked.python(example)
    if (hint) this.#say(hint)
    return hint !== undefined
  }

  async #showResult({ result, isSkipped }: Turn & { kind: 'result' }): Promise<void> {
    const { item, status } = result
    if (isSkipped) return
    if (item.kind === 'example' && (status === 'skipped' || item.options.noRun)) {
      this.#showExample(item, item.source)
      if (item.want !== '') this.#write(this.#dim(item.want))
      this.#say(item.options.noRun ? 'The document only shows this.' : 'The document skips this one.')
    } else if (status === 'passed') {
      this.#counts.agreed++
      this.#write(this.#paint('As the document says.', 'green'))
    } else if (isFailure(result)) {
      if (item.kind === 'unreadable') this.#showTo(item.line)
      this.#write(await this.#difference(result))
    }
  }

  async #difference(result: Result): Promise<string> {
    const { colors } = this.#context!.screen
    const report = await formatFailure(this.#options.name, result, { color: colors })
    if (result.item.kind !== 'example') return report
    // The source stands above already.
    const { item, overlooked } = result
    const lines = report.split('\n').slice(1 + item.source.split('\n').length)
    const shown = lines.filter((line) => line !== overlooked || !line.includes('Python'))
    return [this.#paint('Not as the document says:', 'red'), ...shown].join('\n')
  }

  #showTo(line: number): void {
    const text = this.#prose.between(this.#line, line, this.#context!.screen)
    this.#line = Math.max(this.#line, Math.min(line, Number.MAX_SAFE_INTEGER))
    if (text !== '') this.#write(`\n${text}`)
  }

  #aboutSeed(seed: string): string | undefined {
    const own = this.#options.seed
    if (own === seed) return undefined
    const here = own === undefined ? 'this session has no mock' : `the mock of this session began with ${own}`
    return `The document begins with the state ${seed} here; ${here}: answers may differ (support-repl --seed ${seed}).`
  }

  #left({ line }: Example, isDone = false): string {
    const { name } = this.#options
    return `${isDone ? 'Edit it and run it;' : `Left at line ${line} of ${name};`} .play goes on ${isDone ? 'below it' : 'there'}`
  }

  #summary(): string {
    const { run, agreed, skipped } = this.#counts
    const differ = run - agreed
    const parts = [
      `${run} run`,
      ...(run > 0 ? [differ === 0 ? 'all as the document says' : `${differ} not as the document says`] : []),
      ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ]
    return `The end of ${this.#options.name}: ${parts.join(', ')}`
  }

  #say(text: string | undefined): void {
    if (text !== undefined) this.#write(this.#paint(harmless(text), 'yellow'))
  }

  #dim(text: string): string {
    return text
      .split('\n')
      .map((line) => this.#paint(harmless(line), 'dim'))
      .join('\n')
  }

  get #paint(): Paint {
    return painter(this.#context!.screen.colors)
  }

  #write(text: string): void {
    const { print, write } = this.#context!.screen
    ;(print ?? write)(`${text}\n`)
  }
}
