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
