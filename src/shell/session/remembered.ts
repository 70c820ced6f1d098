/** Globals of a session that it sets itself. */

type Globals = Record<string, unknown>

/** A global that listings leave out. */
export function hide(global: Globals, name: string, value: unknown): void {
  Object.defineProperty(global, name, { value, writable: true, configurable: true, enumerable: false })
}

/** `_` is the last value and `_error` the last error, until an input gives the name to something else. */
export class Remembered {
  readonly #global: Globals
  readonly #values: { _?: unknown; _error?: unknown } = {}

  constructor(global: Globals) {
    this.#global = global
  }

  remember(name: '_' | '_error', value: unknown): void {
    if (!(name in this.#values)) {
      if (this.#global[name] !== undefined) return
      this.#define(name)
    }
    this.#values[name] = value
  }

  /** To set a global takes longer than all else about most inputs: it is looked up here instead. */
  #define(name: '_' | '_error'): void {
    Object.defineProperty(this.#global, name, {
      get: () => this.#values[name],
      set: (own: unknown) => hide(this.#global, name, own),
      configurable: true,
      enumerable: false,
    })
  }
}
