/** `support-repl doctest --lint`. */
import { oneLine } from '../text/harmless.ts'
import { collectTranscripts, readDocument, readOperand, TranscriptInputError } from '../transcript/index.ts'
import { lintDocument } from '../transcript/lint.ts'
import { memberCheck } from './doctest-members.ts'

/** Prints what it finds, a line each; status 1 where there is something, 2 where a file cannot be read. */
export async function lintTranscripts(
  operands: readonly string[],
  { stdout, stderr }: { readonly stdout: NodeJS.WritableStream; readonly stderr: NodeJS.WritableStream },
): Promise<number> {
  const named = await Promise.all(operands.map(async (operand) => (await readOperand(operand)).path))
  const paths = await collectTranscripts(named)
  let [count, unusable] = [0, 0]
  for (const path of paths) {
    const document = await readDocument(path).catch((error: Error) => {
      if (!(error instanceof TranscriptInputError)) throw error
      stderr.write(`support-repl: ${oneLine(error.message)}\n`)
    })
    if (!document) {
      unusable++
      continue
    }
    for (const { line, column, rule, message } of await lintDocument(document, memberCheck())) {
      stdout.write(`${oneLine(`${path}:${line}:${column}: ${message} (${rule})`)}\n`)
      count++
    }
  }
  const files = `${paths.length} ${paths.length === 1 ? 'file' : 'files'}`
  stdout.write(`${files}: ${count === 0 ? 'nothing' : count} found\n`)
  if (unusable > 0) return 2
  return count > 0 ? 1 : 0
}
