/** What transcripts are run in: whoever opens sessions gives them this form. */

/** A request that an example made. */
export interface RequestMade {
  operation: string
  /** The HTTP status; 0 where no answer came. */
  status: number
  /** The fault's name, where the answer was one. */
  fault?: string
}

/** What evaluating a source text came to. */
export interface Evaluation {
  /**
   * What a terminal would show: console output, then the printed value or `Uncaught NAME: message`. A line
   * end at the end may be there or not; '' means that nothing was printed, '\n' one blank line.
   */
  text: string
  /** The source ended in an error. */
  failed: boolean
  /** The requests that it made, in order. */
  requests?: RequestMade[]
  /** Further lines for the report of a failing example. */
  notes?: string[]
}

/** Something that evaluates source texts one after the other and keeps what they define. */
export interface Session {
  evaluate(source: string, options: EvaluateOptions): Promise<Evaluation>
  /** Says whether a source text could be run, without running it. */
  compile?(source: string, options: EvaluateOptions): Promise<Evaluation>
  /** What of the service was exercised so far. */
  covered?(): Iterable<string>
  /** Moves the clock of the service: to an ISO 8601 time, or on by a duration. */
  setClock?(time: string): Promise<void>
  close(): Promise<void>
}

/** Where a source text stands, and how many milliseconds it may take. */
export interface EvaluateOptions {
  timeout?: number
  filename: string
  line: number
}

/** Opens a fresh session for a transcript; `seed` is a name, or the path of a file. */
export type OpenSession = (options: { seed?: string; path: string }) => Promise<Session>
