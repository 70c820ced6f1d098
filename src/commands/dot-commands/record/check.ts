/** Replays a recording as `support-repl doctest` does. */
import type { OpenSession } from '../../../transcript/index.ts'
import { formatFailure, isFailure, readDocument, replay } from '../../../transcript/index.ts'

/** Milliseconds for an example. */
const timeout = 10_000

/** What does not pass, as reports show it; undefined where it was given up. */
export async function check(
  path: string,
  {
    open,
    signal,
    colors,
  }: { readonly open: OpenSession; readonly signal: AbortSignal; readonly colors: boolean },
): Promise<{ failures: string[] } | undefined> {
  const failures: string[] = []
  try {
    await replay(await readDocument(path), {
      open,
      timeout,
      onResult: async (result) => {
        signal.throwIfAborted()
        if (isFailure(result)) failures.push(await formatFailure(path, result, { color: colors }))
      },
    })
  } catch (error) {
    if (signal.aborted) return undefined
    throw error
  }
  return { failures }
}
