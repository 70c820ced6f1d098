/** What others use of transcripts: find the files, read them, replay them, report, update. */
export { collectTranscripts } from './collect.ts'
export { formatCoverage } from './coverage.ts'
export { countExamples, formatOf, parseDocument, readDocument } from './document.ts'
export { TranscriptInputError } from './input-error.ts'
export { formatPatch } from './patch.ts'
export { isFailure, Replay, replay } from './replay.ts'
export { formatFailure, formatSummary } from './report.ts'
export { type ReporterName, reporters } from './reporters/index.ts'
export {
  type RunEvent,
  type RunFile,
  refuseSilent,
  runHere,
  runTranscripts,
  shardOf,
  type Task,
} from './run.ts'
export { saveTranscript, writeWhole } from './save.ts'
export { readOperand } from './selection.ts'
export { updateDocument } from './update.ts'
