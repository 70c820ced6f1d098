/** Why a run was given up: printed as `Uncaught Timeout: ...`. */
export class RunStopped extends Error {
  constructor(name: 'Interrupted' | 'Timeout', message: string) {
    super(message)
    this.name = name
  }
}

/** What Ctrl-C leaves behind; `known` is what may be said of calls that were under way. */
export function interrupted(known = ''): RunStopped {
  return new RunStopped('Interrupted', `stopped by Ctrl-C${known && `; ${known}`}`)
}

export function isInterruption(error: unknown): boolean {
  return error instanceof RunStopped && error.name === 'Interrupted'
}

export function timedOut(milliseconds: number | undefined): RunStopped {
  return new RunStopped('Timeout', `no result within ${milliseconds} ms`)
}
