/** Names of files in messages. */

/** As it is, unless it would not stay on its line. */
export function shownName(name: string): string {
  return /[\p{Cc}\p{Zl}\p{Zp}]/u.test(name) ? JSON.stringify(name) : name
}
