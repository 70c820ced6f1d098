/** `support-repl doctest --lint`. */
import { collectTranscripts, readDocument } from '../transcript/index.ts'
import { lintDocument } from '../transcript/lint.ts'
import { memberCheck } from './doctest-members.ts'

/** Prints what it finds, a line each; status 1 where there is something. */
export async function lintTranscripts(
  operands: readonly string[],
  { stdout }: { readonly stdout: NodeJS.WritableStream },
): Promise<number> {
  const paths = await collectTranscripts(operands)
  let count = 0
  for (const path of paths) {
    for (const { line, column, rule, message } of await lintDocument(
      await readDocument(path),
      memberCheck(),
    )) {
      stdout.write(`${path}:${line}:${column}: ${message} (${rule})\n`)
      count++
    }
  }
  const files = `${paths.length} ${paths.length === 1 ? 'file' : 'files'}`
  stdout.write(`${files}: ${count === 0 ? 'nothing' : count} found\n`)
  return count > 0 ? 1 : 0
}
