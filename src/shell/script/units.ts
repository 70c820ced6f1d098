/** The calls of a session as a person thinks of them: a listing is one thing, however many pages it had. */
import { isDeepStrictEqual } from 'node:util'
import { type OperationName, operation } from '../../model/operations.ts'
import type { Call } from '../call-log.ts'

type Members = Readonly<Record<string, unknown>>

export type Unit = CallUnit | UploadUnit

export interface CallUnit {
  readonly kind: 'call'
  readonly operation: OperationName
  readonly input: Members
  /** One for each page; a call that is not followed up has one. */
  readonly outputs: Members[]
}

/** A large file that went by parts. */
export interface UploadUnit {
  readonly kind: 'upload'
  readonly uploadId: string
  readonly fileName: string
  readonly size: number
}

/** A call that has an output. */
export type Answered = Call & { readonly output: Members }

export function unitsOf(calls: readonly Answered[]): Unit[] {
  const uploads = uploadsOf(calls)
  const units: Unit[] = []
  /** Listings that go on, by the token of their next page. */
  const open = new Map<unknown, CallUnit>()
  for (const call of calls) {
    const upload = uploads.get(uploadIdOf(call))
    if (upload) {
      if (!units.includes(upload)) units.push(upload)
      continue
    }
    const { operation: name, input, output } = call
    const listing = open.get(input['nextToken'])
    if (listing && continues(listing, call)) {
      listing.outputs.push(output)
      open.delete(input['nextToken'])
      if (output['nextToken']) open.set(output['nextToken'], listing)
      continue
    }
    const unit: CallUnit = { kind: 'call', operation: name, input, outputs: [output] }
    units.push(unit)
    if (operation(name).pages && !input['nextToken'] && output['nextToken']) {
      open.set(output['nextToken'], unit)
    }
  }
  return units
}

function continues(listing: CallUnit, { operation: name, input }: Call): boolean {
  const { nextToken, ...filters } = input
  return listing.operation === name && isDeepStrictEqual(listing.input, filters)
}

/** The operations that send a file by parts. Reading its status is a part of it. */
const uploading: readonly OperationName[] = [
  'getAttachmentUploadLinks',
  'completeAttachmentUpload',
  'describeAttachmentUploadStatus',
]

const uploadIdOf = ({ operation: name, input, output }: Answered): unknown =>
  uploading.includes(name) ? (input['uploadId'] ?? output['uploadId']) : undefined

/** The uploads that were both started and completed: the rest cannot be told from its calls. */
function uploadsOf(calls: readonly Answered[]): Map<unknown, UploadUnit> {
  const completed = new Set(
    calls.filter((call) => call.operation === 'completeAttachmentUpload').map(uploadIdOf),
  )
  const found = new Map<unknown, UploadUnit>()
  for (const { operation: name, input, output } of calls) {
    const { uploadId } = output
    if (name !== 'getAttachmentUploadLinks' || input['uploadId'] || !completed.has(uploadId)) continue
    const [fileName, size] = [input['fileName'] as string, input['fileSizeBytes'] as number]
    found.set(uploadId, { kind: 'upload', uploadId: uploadId as string, fileName, size })
  }
  return found
}
