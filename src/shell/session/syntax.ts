/** Reads an input: complete, to be continued, or wrong. JavaScript first, TypeScript where that fails. */
import type { Program } from 'acorn'
import { isEmptyExport, type Unit } from './rewrite.ts'

/** An input that can be run. */
export interface Complete {
  readonly status: 'complete'
  /** JavaScript. */
  readonly code: string
  readonly program: Program
  /** The 1-based line of the source that a line and column of `code` comes from. */
  readonly lineOf: (line: number, column: number) => number
}

/** An input that no parser here accepts. V8 has the last word: it may know newer syntax. */
export interface Wrong {
  readonly status: 'wrong'
  /** Set where the TypeScript parser got further than the JavaScript one and so knows better. */
  readonly message?: string
  /** The 1-based line of the message. */
  readonly line: number
}

export type Reading = Complete | Wrong | { readonly status: 'incomplete' }

interface AcornError extends SyntaxError {
  readonly pos: number
}

const sameLine = (line: number) => line

let acorn: typeof import('acorn') | undefined

export async function read(source: string): Promise<Reading> {
  if (isTooDeep(source)) return { status: 'wrong', line: 1 }
  const script = await attempt(source)
  if (!(script instanceof Error)) return withoutExports(script)
  // The stripper's parser would follow, until the process has no stack left.
  if (/^Not enough stack/.test(script.message)) return { status: 'wrong', line: lineAt(source, script.pos) }
  if (isIncomplete(script, source)) return { status: 'incomplete' }

  const { stripTypes } = await import('./typescript.ts')
  const typedObject = looksLikeObject(source) ? await stripTypes(`(${source}\n)`) : undefined
  const stripped = typedObject?.status === 'stripped' ? typedObject : await stripTypes(source)
  if (stripped.status === 'stripped') {
    const typed = await parse(stripped.code)
    if (!(typed instanceof Error)) return withoutExports({ ...typed, lineOf: stripped.lineOf })
  } else {
    if (stripped.incomplete) return { status: 'incomplete' }
    if (stripped.offset > script.pos) {
      return { status: 'wrong', message: stripped.message, line: lineAt(source, stripped.offset) }
    }
  }
  return { status: 'wrong', line: lineAt(source, script.pos) }
}

/** The input if it is JavaScript; of TypeScript, and of anything else, nothing is known. */
export async function readJavaScript(source: string): Promise<Complete | undefined> {
  if (isTooDeep(source)) return undefined
  const script = await attempt(source)
  return script instanceof Error ? undefined : script
}

async function attempt(source: string): Promise<Complete | AcornError> {
  const object = looksLikeObject(source) ? await parse(`(${source}\n)`) : undefined
  return object && !(object instanceof Error) ? object : parse(source)
}

async function parse(text: string): Promise<Complete | AcornError> {
  acorn ??= await import('acorn')
  try {
    const program = acorn.parse(text, {
      ecmaVersion: 'latest',
      allowAwaitOutsideFunction: true,
      allowImportExportEverywhere: true,
      allowHashBang: true,
      locations: true,
    })
    return { status: 'complete', code: text, program, lineOf: sameLine }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return error as AcornError
  }
}

/** An input exports to nobody. V8 would only say so after what stands above it has run. */
function withoutExports(complete: Complete): Complete | Wrong {
  const exported = complete.program.body.find(
    (each) => each.type.startsWith('Export') && !isEmptyExport(each),
  )
  if (!exported) return complete
  const line = complete.lineOf(exported.loc!.start.line, exported.loc!.start.column + 1)
  return { status: 'wrong', message: 'An export has no place here; leave the word out', line }
}

/** `{ a: 1 }` at a prompt is an object, as in Node; `{ a: 1 };` is a block. */
function looksLikeObject(source: string): boolean {
  return /^\s*\{/.test(source) && !/;\s*$/.test(source)
}

/** The source ends where more has to follow. */
function isIncomplete({ message, pos }: AcornError, source: string): boolean {
  if (/^Unterminated (template|comment)/.test(message)) return true
  if (/^Unterminated string/.test(message)) return /\\\r?\n?$/.test(source)
  return /^Unexpected token/.test(message) && pos >= source.length
}

/** At several thousand open brackets the parsers overflow the stack, and take the process with them. */
const deepest = 400

/** Brackets in texts count, too: V8, which has the last word, does not mind either kind. */
function isTooDeep(source: string): boolean {
  if (source.length <= deepest) return false
  let depth = 0
  for (const [bracket] of source.matchAll(/[([{}\])]/g)) {
    depth += '([{'.includes(bracket) ? 1 : depth > 0 ? -1 : 0
    if (depth > deepest) return true
  }
  return false
}

function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length
}

/** An input as one unit. */
export function whole({ code, program }: Complete): Unit {
  return { code, statements: program.body, start: 0, end: code.length, line: 1 }
}

/**
 * A script as the units in which it is run, statement by statement. Imports and functions come first,
 * as they do in any JavaScript file: a script may call at its top what it defines at its end.
 * "use strict" is no statement; a console has no place for it.
 */
export function statements({ code, program }: Complete): Unit[] {
  const rank = ({ type }: { type: string }) =>
    type === 'ImportDeclaration' ? 0 : type === 'FunctionDeclaration' ? 1 : 2
  return program.body
    .filter((each) => !('directive' in each && each.directive === 'use strict'))
    .sort((one, other) => rank(one) - rank(other))
    .map((each) => {
      const { start, end, loc } = each
      return { code, statements: [each], start, end, line: loc!.start.line }
    })
}

/** A unit as it would be typed. */
export function asInput({ code, start, end }: Unit): string {
  const text = code.slice(start, end)
  // A block, which at a prompt might be an object.
  return text.startsWith('{') ? `${text};` : text
}
