/** The credentials that a mock is told of, checked. */
import { MockStartError } from '../errors.ts'
import { unknownMember } from '../members.ts'
import { isJsonObject } from '../protocol/wire.ts'
import { readJsonFile } from '../state/json-file.ts'
import { parseTime } from '../times.ts'
import type { MockCredentials } from './signers.ts'

const members = ['accessKeyId', 'secretAccessKey', 'sessionToken', 'expiration', 'accountId']

/** Credentials as an option gives them: some, or the path of a JSON file with a list of them. */
export type CredentialsOption = MockCredentials | readonly MockCredentials[] | string

/** The credentials, or a MockStartError. No message holds a key. */
export async function readCredentials(option: CredentialsOption = []): Promise<MockCredentials[]> {
  if (typeof option !== 'string') return checkAll([option].flat(), () => '')
  const content = await readJsonFile(option, 'credentials')
  if (!Array.isArray(content) || content.length === 0)
    throw wrong(`${option}: `, 'expected a list such as [{"accessKeyId": "...", "secretAccessKey": "..."}]')
  return checkAll(content, (index) => `${option}: [${index}]: `)
}

function checkAll(list: readonly unknown[], at: (index: number) => string): MockCredentials[] {
  const keys = new Set<string>()
  return list.map((each, index) => {
    const credentials = check(each, at(index))
    if (keys.has(credentials.accessKeyId))
      throw wrong(at(index), 'other credentials have the same accessKeyId: each needs one of its own')
    keys.add(credentials.accessKeyId)
    return credentials
  })
}

function check(value: unknown, at: string): MockCredentials {
  if (!isJsonObject(value)) throw wrong(at, 'expected an object')
  const unknown = unknownMember(value, members)
  if (unknown) throw wrong(at, unknown)
  const { accessKeyId, secretAccessKey, sessionToken, expiration, accountId } = value
  if (!isText(accessKeyId) || !isText(secretAccessKey))
    throw wrong(at, 'credentials need both accessKeyId and secretAccessKey')
  // Not quoted: it may be the secret that stands in the wrong place. So may the account.
  if (!/^[\w-]+$/.test(accessKeyId))
    throw wrong(at, 'accessKeyId may have letters, digits, underscores and dashes only')
  if (sessionToken !== undefined && !isText(sessionToken)) throw wrong(at, 'sessionToken must be text')
  if (accountId !== undefined && !(isText(accountId) && /^\d{12}$/.test(accountId)))
    throw wrong(at, 'accountId must be a text of 12 digits')
  return { accessKeyId, secretAccessKey, sessionToken, accountId, expiration: readExpiration(expiration, at) }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

function readExpiration(value: unknown, at: string): Date | undefined {
  if (value === undefined || (value instanceof Date && !Number.isNaN(value.getTime()))) return value
  const time = typeof value === 'string' ? parseTime(value) : undefined
  if (time === undefined) throw wrong(at, 'expiration must be a time such as 2026-08-01T09:00:00Z')
  return new Date(time)
}

// Without a place it is the option itself.
const wrong = (at: string, what: string) =>
  new MockStartError(at === '' ? 'bad-option' : 'credentials', `${at}${what}.`)
