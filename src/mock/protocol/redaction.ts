/**
 * What the service takes out of what customers write, before it keeps it: secret keys, private keys and
 * card numbers. Source: the official client's documentation of CreateCase.
 */

const mark = '[REDACTED_BY_AWS]'

// Guess for how a secret key is told: 40 characters of base64, neither one case alone nor without a
// digit, as the hashes that people quote are.
const secretKey =
  /(?<![\w/+])(?=[A-Za-z0-9/+]*[A-Z])(?=[A-Za-z0-9/+]*[a-z])(?=[A-Za-z0-9/+]*\d)[A-Za-z0-9/+]{40}(?![\w/+=])/g

const cardNumber = /(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])/g

/** The text without secrets. Of a card number the last four digits stay. */
export function redact(text: string): string {
  const kept = withoutPrivateKeys(text)
  // Keys and cards have digits; most of what people write has none, or few.
  if (!/\d/.test(kept)) return kept
  return kept.replace(secretKey, mark).replace(cardNumber, (number) => {
    const digits = number.replace(/\D/g, '')
    return isCard(digits) ? `${mark}-${digits.slice(-4)}` : number
  })
}

const keyStart = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/g
const keyEnd = /-----END [A-Z ]{0,40}PRIVATE KEY-----/g

// By hand: one expression for both ends would look for the end anew from every beginning.
function withoutPrivateKeys(text: string): string {
  let kept = ''
  let position = 0
  for (;;) {
    keyStart.lastIndex = position
    const start = keyStart.exec(text)
    keyEnd.lastIndex = keyStart.lastIndex
    const end = start && keyEnd.exec(text)
    if (!end) return kept + text.slice(position)
    kept += text.slice(position, start.index) + mark
    position = keyEnd.lastIndex
  }
}

// The check digit by Hans Peter Luhn: one number in ten has it by chance.
function isCard(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}
