/** Names of files in messages. */

/** What would leave its line, move the cursor or turn the direction of what follows; JSON lets some of it stand. */
const hidden = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu

/** As it is, unless it would not stay on its line, or do something to the terminal. */
export function shownName(name: string): string {
  if (name.search(hidden) < 0) return name
  return JSON.stringify(name).replace(
    hidden,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
