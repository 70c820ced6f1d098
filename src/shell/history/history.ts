/**
 * The inputs of this session and of those before it. Here they are as they were typed; what goes to the
 * disk is without secrets.
 */
import { HistoryFile, HistoryFileError, type HistoryLimits, usualLimits } from './history-file.ts'

export interface HistoryOptions {
  /** Where it is kept; only in memory when absent. */
  readonly path?: string
  /** Told, once, in one line, when the file cannot be used; the shell goes on without it. */
  readonly warn: (message: string) => void
  /** Keeps what is written to support, subjects and bodies, out of the file. */
  readonly redactBodies?: boolean
  readonly limits?: HistoryLimits
}

export class History {
  readonly #file: HistoryFile | undefined
  readonly #warn: HistoryOptions['warn']
  readonly #redactBodies: boolean
  readonly #limits: HistoryLimits
  /** What the file has of other sessions, oldest first. */
  #others: string[] = []
  /** The inputs of this session, as they were typed. */
  #own: string[] = []
  /** The same, as they stand in the file. */
  readonly #ownKept = new Set<string>()
  #entries: readonly string[] | undefined
  /** What stands last in the file, as far as is known here. */
  #last: string | undefined
  /** What could not be written yet: a disk that is full may have room later. */
  #unwritten: string[] = []
  #writing: Promise<void> = Promise.resolve()
  #warned = false

  constructor({ path, warn, redactBodies = false, limits = usualLimits }: HistoryOptions) {
    this.#file = path === undefined ? undefined : new HistoryFile(path, limits)
    this.#warn = warn
    this.#redactBodies = redactBodies
    this.#limits = limits
  }

  /** Reads the file; answers the entries of earlier sessions, oldest first. */
  load(): readonly string[] {
    this.#attempt((file) => {
      this.#others = file.read()
      file.prepare()
      file.compactIfLong()
    })
    this.#last = this.#others.at(-1)
    this.#entries = undefined
    return this.entries
  }

  /**
   * All entries, the newest last and each once. Those of this session come after those of shells that
   * are open at the same time, so that the arrow up finds first what was typed here.
   */
  get entries(): readonly string[] {
    if (this.#entries) return this.#entries
    const own = new Set(this.#own)
    const others = this.#others.filter((entry) => !own.has(entry) && !this.#ownKept.has(entry))
    this.#entries = [...others, ...this.#own].slice(-this.#limits.entries)
    return this.#entries
  }

  /** Looks for what other shells have added. Cheap where there is nothing; call it when a recall begins. */
  refresh(): void {
    this.#attempt((file) => {
      const { entries, isAll } = file.readNew()
      const others = entries.filter((entry) => !this.#ownKept.has(entry))
      if (others.length === 0 && !isAll) return
      const news = new Set(others)
      const before = isAll ? [] : this.#others.filter((entry) => !news.has(entry))
      this.#others = [...before, ...news]
      this.#entries = undefined
    })
  }

  /**
   * Adds an input: at once to the entries, and then, without what looks like a secret, to the file.
   * One that begins with a space is nobody's business; one that is there already moves to the end.
   * Resolves when it is in the file, or when it has been said that it cannot be.
   */
  add(source: string): Promise<void> {
    const entry = source.trimEnd()
    if (entry === '' || entry.startsWith(' ')) return this.settled()
    this.#own = [...this.#own.filter((each) => each !== entry), entry].slice(-this.#limits.entries)
    this.#entries = undefined
    if (this.#file) this.#writing = this.#writing.then(() => this.#keep(entry))
    return this.settled()
  }

  /** Resolves when everything that was added is in the file. */
  settled(): Promise<void> {
    return this.#writing
  }

  async #keep(entry: string): Promise<void> {
    // Reads source: nothing that the first prompt should wait for.
    const { redactSource } = await import('./redact-source.ts')
    const kept = await redactSource(entry, { bodies: this.#redactBodies })
    this.#ownKept.add(kept)
    this.#entries = undefined
    if (kept === this.#last || kept.length > this.#limits.bytes) return
    this.#last = kept
    this.#unwritten = [...this.#unwritten, kept].slice(-this.#limits.entries)
    this.#attempt((file) => {
      file.append(this.#unwritten)
      this.#unwritten = []
    })
  }

  #attempt(run: (file: HistoryFile) => void): void {
    try {
      if (this.#file) run(this.#file)
    } catch (error) {
      if (!(error instanceof HistoryFileError)) throw error
      if (!this.#warned) {
        this.#warn(`history is not kept: ${error.message} (--history FILE or --no-history)`)
      }
      this.#warned = true
    }
  }
}
