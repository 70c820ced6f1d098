import { posix, sep } from 'node:path'

/** Whether a path may be a pattern. */
export const isGlob = (path: string): boolean => /[*?{]/.test(path)

/** The folder to search: the part of a pattern before its first special character. */
export function folderOf(pattern: string): string {
  const literal = pattern.slice(0, pattern.search(/[*?{]/))
  const folder = literal.slice(0, literal.lastIndexOf('/') + 1)
  return folder === '' ? '.' : folder
}

/** How many folders below that folder a pattern reaches; without a limit for `**`. */
export const depthOf = (pattern: string): number =>
  pattern.includes('**') ? Infinity : pattern.slice(folderOf(pattern).length).split('/').length

/** Tests paths against a pattern: `*` and `?` within a name, `**` over folders, `{a,b}` for either. */
export function matcherOf(pattern: string): (path: string) => boolean {
  let expression = ''
  let depth = 0
  for (const [token] of posix.normalize(pattern).matchAll(/\*\*\/|\*+|[^*]/gs)) {
    if (token === '**/') expression += '(?:[^/]+/)*'
    else if (token === '**') expression += '.*'
    else if (token.startsWith('*')) expression += '[^/]*'
    else if (token === '?') expression += '[^/]'
    else if (token === '{') {
      depth++
      expression += '(?:'
    } else if (token === '}' && depth > 0) {
      depth--
      expression += ')'
    } else if (token === ',' && depth > 0) expression += '|'
    else expression += token.replace(/[\\^$.+()[\]{}|/-]/, '\\$&')
  }
  const compiled = new RegExp(`^${expression}${')'.repeat(depth)}$`, 's')
  return (path) => compiled.test(posix.normalize(path.replaceAll(sep, '/')))
}
