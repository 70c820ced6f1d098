/**
 * A stand-in for the domain of Node's REPL. A real one switches asynchronous hooks on, and Node ends the
 * process when code is terminated while they are on; and it would catch the errors of timers, which the
 * terminal shows itself.
 */
import { EventEmitter } from 'node:events'
import type { ReplOptions } from 'node:repl'

class QuietDomain extends EventEmitter {
  bind<F>(callback: F): F {
    return callback
  }
}

/** What Node's REPL takes for its domain; an option that its documentation and types leave out. */
export const quietDomain = (): ReplOptions => ({ domain: new QuietDomain() }) as ReplOptions
