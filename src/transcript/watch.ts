/** Runs transcripts again when they, or what they read, change. */
import { resolve } from 'node:path'

export interface WatchOptions {
  /** The transcripts there are now, each with the files that it reads. */
  look: () => Promise<ReadonlyMap<string, readonly string[]>>
  /** Runs these transcripts and shows the outcome. */
  run: (paths: readonly string[]) => Promise<void>
  /** Absolute paths that changed since the last time; ends when there is no more to watch. */
  changes: AsyncIterable<ReadonlySet<string>>
  /** Says what is watched, below the outcome. */
  say: (transcripts: number) => void
}

/** Runs all, then what every change affects: a transcript that changed, or one that reads what did. */
export async function watchTranscripts({ look, run, changes, say }: WatchOptions): Promise<void> {
  let known = await look()
  await run([...known.keys()])
  say(known.size)
  for await (const changed of changes) {
    const before = known
    known = await look()
    const affected = [...known].filter(
      ([path, reads]) =>
        !before.has(path) || changed.has(resolve(path)) || reads.some((file) => changed.has(file)),
    )
    if (affected.length === 0) continue
    await run(affected.map(([path]) => path))
    say(known.size)
  }
}
