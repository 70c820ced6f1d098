/** A run that can be given up. Most are not: what it takes to tell of it is made when somebody asks. */
export class Running {
  #controller: AbortController | undefined

  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    return this.#controller.signal
  }

  get isGivenUp(): boolean {
    return this.#controller?.signal.aborted ?? false
  }

  abort(reason: unknown): void {
    this.#controller ??= new AbortController()
    this.#controller.abort(reason)
  }
}
