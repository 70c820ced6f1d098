/** Whether a text that the service keeps is one that was sent. */

// What the service takes out of what customers write; of a card number it leaves four digits.
const redacted = /\[REDACTED[^\]]*\](?:-\d{4})?/

/** Apart from line ends, blanks around it, and what the service has redacted. */
export function isSameText(kept: string | undefined, sent: string): boolean {
  if (kept === undefined) return false
  const [stored, own] = [plain(kept), plain(sent)]
  if (stored === own) return true
  const pieces = stored.split(redacted)
  if (pieces.length === 1) return false
  const [first = '', last = ''] = [pieces[0], pieces.at(-1)]
  if (!own.startsWith(first) || !own.endsWith(last)) return false
  let position = first.length
  const end = own.length - last.length
  for (const piece of pieces.slice(1, -1)) {
    const found = own.indexOf(piece, position)
    if (found < 0 || found + piece.length > end) return false
    position = found + piece.length
  }
  return position <= end
}

const plain = (text: string): string => text.replace(/\r\n?/g, '\n').trim()
