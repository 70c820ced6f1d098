/** How far a long run is, for a person at a terminal: one line that is written over, and goes away. */
import { counted } from '../shell/show/counted.ts'
import type { RunEvent } from '../transcript/index.ts'

/** Milliseconds before a run counts as long, and between two lines. */
const patience = 1000

/** Shows it after a moment: `412 examples, 2 failed, 3 of 12 files`. */
export function progress(
  screen: { readonly columns?: number; write(text: string): unknown },
  now: () => number = () => performance.now(),
): { take(event: RunEvent): Promise<void>; close(): Promise<void> } {
  let [examples, failed, done, files] = [0, 0, 0, 0]
  let last = 0
  let shown = false
  const clear = () => {
    if (shown) screen.write('\r\u001b[K')
    shown = false
  }
  return {
    async take(event) {
      if (event.type === 'start') {
        files = event.files
        last = now()
      } else if (event.type === 'file') done++
      else if (event.type === 'end') return clear()
      else {
        examples++
        // A failure is shown below: the line makes room for it.
        if (event.result.status === 'failed' || event.result.status === 'unreadable') {
          failed++
          last = now()
          return clear()
        }
      }
      if (now() - last < patience) return
      last = now()
      const text = `${counted(examples, 'example')}, ${failed} failed, ${done} of ${counted(files, 'file')}`
      screen.write(`\r${text.slice(0, (screen.columns ?? 80) - 1)}\u001b[K`)
      shown = true
    },
    async close() {
      clear()
    },
  }
}
