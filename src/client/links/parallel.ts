/** Tasks side by side, of which one that fails ends all. */

/**
 * Runs the tasks, `width` of them at a time; the next one is asked for when there is room. After a failure
 * no task begins, `stop` is called for those under way, and when all are through the first error is thrown.
 */
export async function inParallel<T>(
  width: number,
  tasks: AsyncGenerator<T, void>,
  run: (task: T) => Promise<void>,
  stop: (reason: unknown) => void,
): Promise<void> {
  const failures: unknown[] = []
  const work = async () => {
    try {
      for (;;) {
        const { done, value } = await tasks.next()
        if (done || failures.length > 0) return
        await run(value)
      }
    } catch (error) {
      failures.push(error)
      if (failures.length === 1) stop(error)
    }
  }
  await Promise.all(Array.from({ length: width }, work))
  await tasks.return()
  if (failures.length > 0) throw failures[0]
}
