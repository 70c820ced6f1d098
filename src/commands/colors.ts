/** What a terminal can show. */

/** Whether a stream gets colours: only a terminal does, and only where nobody forbids it. */
export function useColors(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
  never = false,
): boolean {
  if (never || !stream.isTTY) return false
  const forced = env['FORCE_COLOR']
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  return !env['NO_COLOR'] && env['TERM'] !== 'dumb'
}

/** Whether the locale names an encoding with more than ASCII, as POSIX finds it: the first that is set counts. */
export function showsUnicode(env: Readonly<Record<string, string | undefined>>): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG']
  if (!locale) return process.platform !== 'linux'
  return /utf-?8/i.test(locale)
}
