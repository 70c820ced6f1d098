/** A run that can be given up. Most are not: what it takes to tell of it is made when somebody asks. */
export class Running {
  #controller: AbortController | undefined
  #givenUp: { readonly reason: unknown } | undefined
  #tell: ((reason: unknown) => void) | undefined

  /** Fires when the run is given up. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.#givenUp) this.#controller.abort(this.#givenUp.reason)
    return this.#controller.signal
  }

  get isGivenUp(): boolean {
    return this.#givenUp !== undefined
  }

  /** Calls back once, when the run is given up or at once where it is; the last who asks is told. */
  whenGivenUp(tell: (reason: unknown) => void): void {
    if (this.#givenUp) tell(this.#givenUp.reason)
    else this.#tell = tell
  }

  abort(reason: unknown): void {
    if (this.#givenUp) return
    this.#givenUp = { reason }
    this.#controller?.abort(reason)
    this.#tell?.(reason)
  }
}
