const sentences = {
  missing: (path: string) => `${path} does not exist. Name a .md or .rst file, or a folder that holds some.`,
  denied: (path: string) => `${path} may not be read by this user. Change its permissions.`,
  unreadable: (path: string, why: string) => `${path} cannot be read: ${why}.`,
  foreign: (path: string) => `${path} is not a transcript. Name a file that ends in .md or .rst.`,
  bare: (path: string) =>
    `${path} holds no transcripts. Put .md or .rst files there, or name another folder.`,
  unmatched: (path: string) => `${path} matches no .md or .rst file. Check the pattern.`,
  encoding: (path: string, where: string) => `${path} is not UTF-8 text at ${where}. Save the file as UTF-8.`,
  line: (place: string, near: string) => `${place} stands in no example: ${near}.`,
  changing: (path: string) => `${path} changes while it is read. Run again when it is saved.`,
  changed: (path: string) => `${path} has changed since it was read, so nothing was written. Run again.`,
  unwritten: (path: string, why: string) => `${path} cannot be written: ${why}. The old file is untouched.`,
  binary: (path: string, where: string) => `${path} is no text: it holds a zero byte at ${where}.`,
  silent: (path: string, prose: string) =>
    prose === ''
      ? `${path} holds no examples. Write some after \`>>> \` prompts.`
      : `${path} holds no examples: the \`>>>\` in line ${prose} stands outside of code. Put lines of \`\`\` around it.`,
}

/** What can be wrong with the files a user names. */
export type TranscriptInputCode = keyof typeof sentences

/** A file, folder or pattern that cannot be used. `code` says why, `message` is one sentence or two on one line. */
export class TranscriptInputError extends Error {
  override readonly name = 'TranscriptInputError'
  readonly code: TranscriptInputCode
  readonly path: string

  constructor(
    code: TranscriptInputCode,
    path: string,
    { detail = '', cause }: { detail?: string; cause?: unknown } = {},
  ) {
    super(sentences[code](path, detail), cause === undefined ? undefined : { cause })
    this.code = code
    this.path = path
  }
}

/** Turns an error of the file system into one that says what to do. */
export function inputErrorFrom(error: unknown, path: string): TranscriptInputError {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new TranscriptInputError('missing', path, { cause: error })
  if (code === 'EACCES' || code === 'EPERM') return new TranscriptInputError('denied', path, { cause: error })
  return new TranscriptInputError('unreadable', path, { detail: code ?? message, cause: error })
}
