/** What others use of transcripts: find the files, read them, replay them, report. */
export { collectTranscripts } from './collect.ts'
export { countExamples, readDocument } from './document.ts'
export { isFailure, replay } from './replay.ts'
export { formatFailure, formatSummary } from './report.ts'
