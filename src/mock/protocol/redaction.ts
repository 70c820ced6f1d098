/**
 * What the service takes out of what customers write, before it keeps it: secret keys, private keys and
 * card numbers. Source: the official client's documentation of CreateCase.
 */

const mark = '[REDACTED_BY_AWS]'

const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g

// Guess for how a secret key is told: 40 characters of base64, neither one case alone nor without a
// digit, as the hashes that people quote are.
const secretKey =
  /(?<![\w/+])(?=[A-Za-z0-9/+]*[A-Z])(?=[A-Za-z0-9/+]*[a-z])(?=[A-Za-z0-9/+]*\d)[A-Za-z0-9/+]{40}(?![\w/+=])/g

const cardNumber = /(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])/g

/** The text without secrets. Of a card number the last four digits stay. */
export function redact(text: string): string {
  return text
    .replace(privateKey, mark)
    .replace(secretKey, mark)
    .replace(cardNumber, (number) => {
      const digits = number.replace(/\D/g, '')
      return isCard(digits) ? `${mark}-${digits.slice(-4)}` : number
    })
}

// The check digit by Hans Peter Luhn: one number in ten has it by chance.
function isCard(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}
