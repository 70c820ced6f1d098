/** What goes wrong around the service: starting the mock, and controlling it. Messages say what to do. */

/** The mock could not be started. */
export class MockStartError extends Error {
  override readonly name = 'MockStartError'
  readonly code: 'bad-option' | 'port' | 'host' | 'seed' | 'state' | 'policy' | 'credentials' | 'faults'

  constructor(code: MockStartError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** The mock was asked for something that cannot be: an unknown case, a time that is none. */
export class MockControlError extends Error {
  override readonly name = 'MockControlError'
}
