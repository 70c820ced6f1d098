/** The names that secrets go by, in code, in environments, in the files of AWS and in JSON. */

const words = [
  'secret_access_key',
  'access_key_id',
  'access_key',
  'session_token',
  'security_token',
  'secret_key',
  'private_key',
  'api_key',
  '(?:auth|access|refresh|bearer|id|identity)_token',
  'client_secret',
  'password',
  'passwd',
  'passphrase',
  'authorization',
]

/** `secretAccessKey`, `SecretAccessKey`, `aws_secret_access_key`, `AWS_SECRET_ACCESS_KEY`, `X-Amz-Security-Token`. */
export const secretName = words.join('|').replaceAll('_', '[_-]?')

const secret = new RegExp(`(?:${secretName}|secret|^token|^x-amz-(?:signature|credential))$`, 'i')

/** Credentials as a whole: every text in them counts as one. */
const credentials = /(?:credentials?|creds)$/i

/** Members of credentials, and of what makes them, that anyone may know. */
const harmless = /^(?:region|profile|endpoint|role_?arn|expiration|account_?id|filepath|configFilepath)$/i

const written = /^(?:subject|communicationBody|body)$/i

export interface Wanted {
  /** Redact what is written to support, too. */
  readonly bodies: boolean
}

/** Whether a value of this name is to be redacted. */
export function namesSecret(name: string, { bodies }: Wanted): boolean {
  return secret.test(name) || credentials.test(name) || (bodies && written.test(name))
}

export function isHarmless(name: string): boolean {
  return harmless.test(name)
}

/** A call that sets a value of that name. */
export function setsSecret(name: string, wanted: Wanted): boolean {
  return /^(?:set|with|use)/.test(name) && namesSecret(name, wanted)
}

/** The class whose arguments are keys, also when it is misspelt. */
export function namesConnection(name: string): boolean {
  return /^Support_?Con/.test(name)
}

const connection = String.raw`\bsupport_?con\w*\s*(?:<[^<>]*>)?\s*\(`
const mention = new RegExp(`${secretName}|credentials|creds\\b|\\bsecret|${connection}`, 'i')
const mentionOfBodies = /\b(?:subject|communicationBody|body)\b/i

/** Whether a text that cannot be read as code is about secrets. */
export function mentionsSecrets(text: string, { bodies }: Wanted): boolean {
  return mention.test(text) || (bodies && mentionOfBodies.test(text))
}
