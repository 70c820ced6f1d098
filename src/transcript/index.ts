/** What others use of transcripts: find the files, read them, replay them, report, update. */
export { Bindings } from './bindings.ts'
export { collectTranscripts } from './collect.ts'
export { formatCoverage } from './coverage.ts'
export { countExamples, type Document, formatOf, parseDocument, readDocument } from './document.ts'
export type { Example } from './examples.ts'
export { TranscriptInputError } from './input-error.ts'
export { type Lexer, type Literal, loadLexer } from './lexer.ts'
export { type Match, match } from './match.ts'
export { Overlooked } from './overlooked.ts'
export { formatPatch } from './patch.ts'
export {
  type EvaluateOptions,
  type Evaluation,
  isFailure,
  type OpenSession,
  Replay,
  type Report,
  type RequestMade,
  type Result,
  replay,
  type Session,
} from './replay.ts'
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
  unreadableFile,
} from './run.ts'
export { saveTranscript, writeWhole } from './save.ts'
export { readOperand } from './selection.ts'
export { isUpdatable, updateDocument } from './update.ts'
