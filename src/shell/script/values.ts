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

/** So many bytes may stand in a script; more are read from a file. */
export const mostInline = 4096

/** The content of a file. */
export class Bytes {
  readonly fileName: string
  readonly data: Uint8Array
  /** Whether the script brings them along. Else they are read from a file of this name. */
  readonly isInline: boolean

  constructor(fileName: string, data: Uint8Array, isInline: boolean) {
    this.fileName = fileName
    this.data = data
    this.isInline = isInline
  }

  get base64(): string {
    return Buffer.from(this.data.buffer, this.data.byteOffset, this.data.byteLength).toString('base64')
  }
}
