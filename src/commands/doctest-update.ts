/** `support-repl doctest --update` and `--check`. */
import { relative } from 'node:path'
import {
  formatFailure,
  formatPatch,
  isFailure,
  isUpdatable,
  type Report,
  saveTranscript,
  TranscriptInputError,
  updateDocument,
} from '../transcript/index.ts'

/**
 * Writes the new expectations, or says what would be written. Status 1 where examples fail all the same, or would
 * be updated; 2 where a file cannot be written.
 */
export async function update(
  reports: readonly Report[],
  write: boolean,
  { stdout, stderr }: { readonly stdout: NodeJS.WritableStream; readonly stderr: NodeJS.WritableStream },
): Promise<number> {
  let [changes, remaining, unwritten] = [0, 0, 0]
  for (const { path, document, results } of reports) {
    const { text, changed, left } = await updateDocument(document, results)
    const kept = results.filter(
      (result) => isFailure(result) && (left.includes(result) || !isUpdatable(result)),
    )
    remaining += kept.length
    for (const result of kept) stderr.write(`${await formatFailure(path, result)}\n\n`)
    if (text === document.text) continue
    if (!write) stdout.write(await formatPatch(relative('', path), document.text, text))
    else if (!(await save(path, document.text, text, stderr))) {
      unwritten++
      continue
    }
    changes += changed
    const did = write ? 'updated' : 'to update'
    stderr.write(`support-repl: ${path}: ${changed} ${changed === 1 ? 'example' : 'examples'} ${did}\n`)
  }
  if (remaining > 0) {
    const verb = remaining === 1 ? 'example fails' : 'examples fail'
    stderr.write(`support-repl: ${remaining} ${verb} in a way that an update cannot mend\n`)
  } else if (changes === 0 && unwritten === 0) stderr.write('support-repl: nothing to update\n')
  if (unwritten > 0) return 2
  return remaining > 0 || (!write && changes > 0) ? 1 : 0
}

/** Tells where a file cannot be written: the others are, all the same. */
async function save(
  path: string,
  before: string,
  text: string,
  stderr: NodeJS.WritableStream,
): Promise<boolean> {
  try {
    await saveTranscript(path, before, text)
    return true
  } catch (error) {
    if (!(error instanceof TranscriptInputError)) throw error
    stderr.write(`support-repl: ${error.message}\n`)
    return false
  }
}
