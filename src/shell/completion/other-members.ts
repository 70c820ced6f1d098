/** What a connection has besides the operations and their pages. */
import { operation } from '../../model/operations.ts'
import type { Shape } from '../../model/shape.ts'

export interface OtherMember {
  readonly name: string
  /** Said beside it, in one line. */
  readonly note: string
  /** How a method is called. */
  readonly signature?: string
  /** What the arguments of a method are, the last for all that follow; options are none of them. */
  readonly takes?: readonly Argument[]
}

/** The path of a file, or a value that an operation takes, too. */
export type Argument = 'path' | { readonly member: string; readonly shape: Shape }

const attachmentId: Argument = {
  member: 'attachmentId',
  shape: operation('describeAttachment').input['attachmentId']!,
}

export const otherMembers: readonly OtherMember[] = [
  {
    name: 'attach',
    note: 'Send files ahead, for createCase and addCommunicationToCase.',
    signature: "attach('path', { fileName, data }, ..., { signal?, onProgress? })",
    takes: ['path'],
  },
  {
    name: 'download',
    note: 'Fetch an attachment of any size, into memory or to a path.',
    signature: "download(attachmentId, 'path'?, { signal?, onProgress? })",
    takes: [attachmentId, 'path'],
  },
  { name: 'close', note: 'Close the connections that are kept open.' },
  { name: 'region', note: 'The region that was asked for.' },
  { name: 'endpoint', note: 'Where requests go.' },
]

/** The argument that a method takes at a position, from 0. */
export function argumentOf(method: string, position: number): Argument | undefined {
  const { takes = [] } = otherMembers.find(({ name }) => name === method) ?? {}
  // Only files can be any number.
  return takes[position] ?? (takes.length === 1 ? takes[0] : undefined)
}
