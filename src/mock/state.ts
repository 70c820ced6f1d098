/** The state of the mock as state files hold it: taken, and put back. */
import type { Account } from './account.ts'
import type { AttachmentSet, File } from './attachments.ts'
import { MockControlError } from './errors.ts'
import type {
  SavedAccount,
  SavedCase,
  SavedCommunication,
  SavedSet,
  SavedUpload,
  State,
} from './saved-shapes.ts'
import { checkState } from './state-check.ts'
import type { Communication, SupportCase } from './support-case.ts'
import { formatTime } from './times.ts'
import type { Upload } from './uploads.ts'
import type { World } from './world.ts'

/** Everything that the mock holds now. */
export function dumpState(world: World): State {
  const accounts = world.accounts().map((account) => [account.id, saveAccount(account)])
  return {
    version: 1,
    clockAhead: world.clock.ahead,
    idsTaken: world.ids.taken(),
    accounts: Object.fromEntries(accounts),
  }
}

/** Puts a state in the place of everything. A MockControlError says what is wrong with it. */
export function putState(world: World, value: unknown): void {
  const checked = checkState(value)
  if ('wrong' in checked) throw new MockControlError(`${checked.wrong[0]}.`)
  world.restore(checked)
}

/** The text of a state, a case a line, in pieces: the whole may be long. */
export function* stateText({ accounts, ...rest }: State): Generator<string> {
  yield `${JSON.stringify(rest).slice(0, -1)},"accounts":{`
  let separator = '\n'
  for (const [id, { cases, ...others }] of Object.entries(accounts)) {
    yield `${separator}${JSON.stringify(id)}:${JSON.stringify(others).slice(0, -1)},"cases":[`
    let comma = '\n'
    for (const each of cases) {
      yield `${comma}${JSON.stringify(each)}`
      comma = ',\n'
    }
    yield '\n]}'
    separator = ',\n'
  }
  yield '\n}}\n'
}

function saveAccount({ cases, attachments, uploads, advisor }: Account): SavedAccount {
  const read = (attachmentId: string) => attachments.get(attachmentId)!
  return {
    attachmentSets: attachments.sets().map(saveSet),
    uploads: uploads.all().map(saveUpload),
    trustedAdvisor: advisor.dump(),
    cases: cases.all().map((each) => saveCase(each, read)),
  }
}

type ReadFile = (attachmentId: string) => File

function saveCase({ sequence, revision, communications, ...rest }: SupportCase, read: ReadFile): SavedCase {
  return {
    ...rest,
    ccEmailAddresses: [...rest.ccEmailAddresses],
    timeCreated: formatTime(rest.timeCreated),
    waitingSince: rest.waitingSince === undefined ? undefined : formatTime(rest.waitingSince),
    resolvedAt: rest.resolvedAt === undefined ? undefined : formatTime(rest.resolvedAt),
    communications: communications.map((each) => saveCommunication(each, read)),
  }
}

function saveCommunication(each: Communication, read: ReadFile): SavedCommunication {
  const { body, submittedBy, timeCreated, attachments = [] } = each
  return {
    body,
    submittedBy,
    timeCreated: formatTime(timeCreated),
    attachments:
      attachments.length === 0
        ? undefined
        : attachments.map(({ attachmentId }) => ({ attachmentId, ...saveFile(read(attachmentId)) })),
  }
}

const saveFile = ({ fileName, content }: File) => ({ fileName, data: content.toString('base64') })

const saveSet = ({ attachmentSetId, expiry, files }: AttachmentSet): SavedSet => ({
  attachmentSetId,
  expiryTime: formatTime(expiry),
  attachments: files.map(saveFile),
})

function saveUpload({ uploadId, fileName, size, expiry, parts, completed, file }: Upload): SavedUpload {
  return {
    uploadId,
    fileName,
    fileSizeBytes: size,
    expiryTime: formatTime(expiry),
    parts: [...parts].map(([partIndex, { content }]) => ({
      partIndex,
      data: content.toString('base64'),
      completed: completed.has(partIndex),
    })),
    data: file === undefined || file === 'failed' ? undefined : file.content.toString('base64'),
    failed: file === 'failed' || undefined,
  }
}
