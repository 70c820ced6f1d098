/** Texts that make trouble in a terminal. */
import fc from 'fast-check'

export const troublesome = fc
  .array(
    fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '日本',
        '🇧🇷',
        '👩‍👩‍👧',
        'e\u0301\u0302',
        '\u001b[2J',
        '\ud83d',
        '\u202e',
        '\r\n',
        ' ',
        'word',
        '\t',
      ),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''))

const obeyed = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u

/** Whether a line holds what a terminal obeys, or what turns the direction of text. */
export const isObeyed = (line: string): boolean => obeyed.test(line)
