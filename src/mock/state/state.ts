/** The state of the mock as state files hold it: taken, and put back. */

import { MockControlError } from '../errors.ts'
import type { Account } from '../store/account.ts'
import type { Attachment, AttachmentSet } from '../store/attachments.ts'
import type { Communication, SupportCase } from '../store/support-case.ts'
import type { Upload } from '../store/uploads.ts'
import { formatTime } from '../times.ts'
import type { World } from '../world.ts'
import type {
  SavedAccount,
  SavedCase,
  SavedCommunication,
  SavedFile,
  SavedSet,
  SavedUpload,
  State,
} from './saved-shapes.ts'
import { checkState } from './state-check.ts'

/** Everything that the mock holds now. */
export function dumpState(world: World): State {
  const accounts = world.accounts().map((account) => [account.id, saveAccount(account)])
  return {
    version: 1,
    clockAhead: world.clock.ahead,
    begun: formatTime(world.store.begun),
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
  // Cases first: theirs are the files that have an id.
  const saved = new ContentsWriter()
  const save = (attachmentId: string): SavedFile => saved.attachment(attachments.get(attachmentId)!)
  const savedCases = cases.all().map((each) => saveCase(each, save))
  return {
    attachmentSets: attachments.sets().map((each) => saveSet(each, saved)),
    uploads: uploads.all().map((each) => saveUpload(each, saved)),
    trustedAdvisor: advisor.dump(),
    checksRanTime: formatTime(advisor.checksRanAt),
    cases: savedCases,
  }
}

/** Writes every content once, and names the attachment that has it from then on. */
class ContentsWriter {
  readonly #owners = new Map<Buffer, string>()

  attachment({ attachmentId, fileName, content }: Attachment): SavedFile {
    const saved = this.of(content)
    if (saved.data !== undefined) this.#owners.set(content, attachmentId)
    return { attachmentId, fileName, ...saved }
  }

  of(content: Buffer): { readonly data?: string; readonly sameAs?: string } {
    const sameAs = this.#owners.get(content)
    return sameAs === undefined ? { data: content.toString('base64') } : { sameAs }
  }
}

type SaveFile = (attachmentId: string) => SavedFile

function saveCase({ sequence, revision, communications, ...rest }: SupportCase, save: SaveFile): SavedCase {
  return {
    ...rest,
    ccEmailAddresses: [...rest.ccEmailAddresses],
    timeCreated: formatTime(rest.timeCreated),
    waitingSince: rest.waitingSince === undefined ? undefined : formatTime(rest.waitingSince),
    resolvedAt: rest.resolvedAt === undefined ? undefined : formatTime(rest.resolvedAt),
    communications: communications.map((each) => saveCommunication(each, save)),
  }
}

function saveCommunication(each: Communication, save: SaveFile): SavedCommunication {
  const { body, submittedBy, timeCreated, attachments = [] } = each
  return {
    body,
    submittedBy,
    timeCreated: formatTime(timeCreated),
    attachments:
      attachments.length === 0 ? undefined : attachments.map(({ attachmentId }) => save(attachmentId)),
  }
}

function saveSet(set: AttachmentSet, saved: ContentsWriter): SavedSet {
  const { attachmentSetId, expiry, files, hasExpired } = set
  return {
    attachmentSetId,
    expiryTime: formatTime(expiry),
    attachments: files.map(({ fileName, content }) => ({ fileName, ...saved.of(content) })),
    expired: hasExpired,
  }
}

function saveUpload(upload: Upload, saved: ContentsWriter): SavedUpload {
  const { uploadId, fileName, size, expiry, parts, completed, file, completedAt } = upload
  return {
    uploadId,
    fileName,
    fileSizeBytes: size,
    expiryTime: formatTime(expiry),
    completedTime: completedAt === undefined ? undefined : formatTime(completedAt),
    parts: [...parts].map(([partIndex, { content }]) => ({
      partIndex,
      data: content.toString('base64'),
      completed: completed.has(partIndex),
    })),
    ...(file === undefined || file === 'failed' ? {} : saved.of(file.content)),
    failed: file === 'failed' || undefined,
  }
}
