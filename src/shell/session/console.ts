/** The console that inputs find. */
import { Console } from 'node:console'

/**
 * Where it writes. No stream has to be behind it, and where code can be stopped none should be: stopped in the
 * middle of a write, a stream waits for the end of that write for ever.
 */
export interface ConsoleTarget {
  write(text: string): unknown
}

/** @param clean what happens to a text before it is written */
export function consoleOn(
  stdout: ConsoleTarget,
  stderr: ConsoleTarget,
  clean: (text: string) => string,
  colors: boolean,
): Console {
  const through = (target: ConsoleTarget) =>
    ({ write: (text: string) => target.write(clean(text)) }) as unknown as NodeJS.WritableStream
  // Else it listens for errors around each write, as streams have them.
  const ignoreErrors = false
  return new Console({ stdout: through(stdout), stderr: through(stderr), colorMode: colors, ignoreErrors })
}
