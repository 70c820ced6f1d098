/** Pages on the methods that do with several operations what people want of attachments. */
import { fileMethods, setLimits } from '../../model/attachments.ts'
import { type OperationName, operation } from '../../model/operations.ts'
import type { IntegerShape } from '../../model/shape.ts'
import { otherMembers } from '../completion/other-members.ts'
import type { Guide } from './guide.ts'

/** The methods that spare people the operation. */
export function insteadOf(name: OperationName): string[] {
  return Object.entries(fileMethods).flatMap(([method, called]: [string, readonly OperationName[]]) =>
    called.includes(name) ? [method] : [],
  )
}

const noteOn = (name: keyof typeof fileMethods) => otherMembers.find((member) => member.name === name)!.note

const megabytes = (bytes: number) => `${bytes / 1024 / 1024} MB`

const { fileSizeBytes } = operation('getAttachmentUploadLinks').input as { fileSizeBytes: IntegerShape }

const signalRow = { name: 'signal', text: 'Gives it up: { signal } as the last argument.' }

const sending = `
>>> const files = conn.attach({ fileName: 'app.log', data: 'Broken.' })
>>> conn.addCommunicationToCase({
...   caseId: 'case-1',
...   communicationBody: 'Here is the log.',
...   ...files,
... })
{ result: true }`

const attach: Guide = {
  help: noteOn('attach'),
  example: sending,
  blocks: () => [
    { usage: ["conn.attach('app.log', 'shot.png', ...)"] },
    {
      text: `It answers what createCase and addCommunicationToCase take: spread it into their input. A file is a path or { fileName, data }. The first ${setLimits.files} files of at most ${megabytes(setLimits.bytes)} go into a set, which lasts an hour; up to ten others of at most ${megabytes(fileSizeBytes.max!)} go by parts. All sizes are checked before anything is sent. On a live account the shell asks first.`,
    },
    {
      rows: [
        signalRow,
        { name: 'onProgress', text: 'A function that is told how far each file is, in the same object.' },
      ],
    },
  ],
}

const download: Guide = {
  help: noteOn('download'),
  example: `${sending}
>>> const [latest] = conn.describeCommunications('case-1').communications
>>> const [{ attachmentId }] = latest.attachments
>>> const { fileName, data } = conn.download(attachmentId)
>>> fileName
'app.log'
>>> Buffer.from(data).toString()
'Broken.'`,
  blocks: () => [
    {
      usage: [
        'const { fileName, data } = conn.download(attachmentId)',
        "const { path } = conn.download(attachmentId, 'downloads')",
      ],
    },
    {
      text: 'The second argument is a folder, or the name of a file that is to be. What arrives is verified, and a file is there as a whole or not at all; what breaks off goes on where it was. It only reads.',
    },
    {
      rows: [
        signalRow,
        { name: 'onProgress', text: 'A function that is told how much has arrived, in the same object.' },
      ],
    },
  ],
}

export const attachmentGuides = { attach, download } satisfies Record<keyof typeof fileMethods, Guide>
