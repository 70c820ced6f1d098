/** What an update would change in a file, as a patch that `git apply` and `patch -p1` take. */
export async function formatPatch(path: string, before: string, after: string): Promise<string> {
  if (before === after) return ''
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import('diff')
  const name = path.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '')
  const patch = createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  })
  // A name with a space in it ends at a tab, as git writes it.
  return name.includes(' ') ? patch.replace(/^(--- a\/.*)\n(\+\+\+ b\/.*)/, '$1\t\n$2\t') : patch
}
