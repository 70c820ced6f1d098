/** What the calls of a script are given: the values of the session, with variables and files among them. */

export type Value = string | number | boolean | Variable | Bytes | readonly Value[] | Structure

export interface Structure {
  readonly [member: string]: Value
}

/** Stands for an id that is another one each time: what an earlier call answers, or what a person puts in. */
export class Variable {
  /** As the member is called that it comes from: `caseId`. */
  readonly member: string
  /** Counts the variables of this member, from 1. */
  readonly number: number

  constructor(member: string, number: number) {
    this.member = member
    this.number = number
  }
}

/** The content of a file. */
export class Bytes {
  readonly data: Uint8Array
  /** The file that it is read from; absent where the script brings it along. */
  readonly file: ReadFile | undefined

  constructor(data: Uint8Array, file?: ReadFile) {
    this.data = data
    this.file = file
  }

  get base64(): string {
    return Buffer.from(this.data.buffer, this.data.byteOffset, this.data.byteLength).toString('base64')
  }
}

/** A file that a script reads from the folder where it runs. */
export interface ReadFile {
  /** A name that no shell, client or terminal reads anything into. */
  readonly path: string
  /** As the session called it. */
  readonly fileName: string
  /** In bytes. */
  readonly size: number
}

/** The files that a value is read from, each once. */
export function filesIn(value: Value): ReadFile[] {
  const files = bytesIn(value).flatMap(({ file }) => file ?? [])
  return [...new Map(files.map((file) => [file.path, file])).values()]
}

/** The contents of files in a value. */
export function bytesIn(value: Value): Bytes[] {
  if (value instanceof Bytes) return [value]
  if (typeof value !== 'object' || value instanceof Variable) return []
  return Object.values(value).flatMap(bytesIn)
}
