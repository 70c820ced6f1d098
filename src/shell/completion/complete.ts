/**
 * Completion. Operations, their members and known values come from the model, ids from the service, and
 * everything else from looking at live values without running anything.
 *
 *     text before the cursor -> tokens -> situation -> candidates
 */
import type { Members } from '../../model/shape.ts'
import type { CommandContext, DotCommand } from '../dot-commands/dot-command.ts'
import type { Entry } from './brackets.ts'
import { completeCommand } from './commands.ts'
import type { Candidate, Completion } from './completion.ts'
import { pathsFor } from './files.ts'
import type { LiveValues } from './live.ts'
import type { Meaning } from './meaning.ts'
import { modulesFor } from './module-names.ts'
import { oneLine } from './one-line.ts'
import { isIdentifier, properties, propertiesOf, propertyNames } from './properties.ts'
import { quoted } from './quoting.ts'
import { memberNames, memberNote, neededFirst } from './shape-text.ts'
import { signatureAt } from './signature.ts'
import { type OpenText, situationAt } from './situation.ts'
import { valuesFor } from './values.ts'

/** How the completer looks at the session. */
export interface Lookups {
  /** A value that can be had without side effects. */
  peek(expression: string): { readonly value: unknown } | undefined
  /** The names that an input can use. */
  names(): string[]
}

export interface CompleterOptions {
  readonly session: Lookups
  readonly live: Pick<LiveValues, 'get'>
  readonly commands: () => Promise<readonly DotCommand[]>
  /** Where relative paths start. */
  readonly directory: string
}

export interface Completer {
  /** What may stand at the end of the text, which is the input up to the cursor. Calls no operation that writes. */
  complete(text: string, context: CommandContext): Promise<Completion>
  /** The signature of the operation whose arguments the text ends in. Sends nothing. */
  signature(text: string): Promise<string | undefined>
}

export function createCompleter(options: CompleterOptions): Completer {
  return {
    async complete(text, context) {
      const found = await completeCommand(text, options.commands, { live: options.live, ...context })
      return found ?? withReason(await completeCode(text, options))
    },
    signature: signatureAt,
  }
}

/** Where nothing can be shown it is said why. */
function withReason(completion: Completion): Completion {
  const { candidates, partial, message } = completion
  if (candidates.length > 0 || message !== undefined || partial === '') return completion
  return { ...completion, message: oneLine(`nothing here begins with ${partial}`) }
}

async function completeCode(
  text: string,
  { session, live, directory }: CompleterOptions,
): Promise<Completion> {
  const situation = await situationAt(text)
  const { partial } = situation
  switch (situation.kind) {
    case 'nothing':
      return { candidates: [], partial, message: situation.message }
    case 'name':
      return { partial, ...namesAt(text, partial, situation.declared, session) }
    case 'property':
      return { partial, ...propertiesFor(situation.meaning, partial, situation.open, session) }
    case 'input':
      return { candidates: [{ text: '{ ', note: memberNames(situation.members).join(', ') }], partial }
    case 'member-of-input':
      return {
        candidates: inputMembers(situation.members, situation.entries, partial, situation.open),
        partial,
      }
    case 'value': {
      const { candidates, message, pending } = await valuesFor(situation, {
        live,
        peek: (source) => session.peek(source),
      })
      const isWord = partial !== '' && !situation.open
      const named = isWord ? names(partial, situation.declared, session) : []
      const shown = [...candidates, ...named]
      return { candidates: shown, partial, ...(named.length > 0 ? {} : { message, pending }) }
    }
    case 'file':
      return { partial, ...(await pathsFor(situation.open?.typed ?? '', directory, situation.open?.quote)) }
    case 'module':
      return { partial, ...(await modulesFor(situation.open?.typed ?? '', directory, situation.open?.quote)) }
  }
}

const beginning = (candidates: readonly Candidate[], partial: string) =>
  candidates.filter(({ text }) => text.startsWith(partial))

/** Why something cannot be looked at: nobody knows the name with which it begins, or code would have to run. */
function unknownNow(expression: string, session: Lookups): string {
  const [name = 'this'] = /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u.exec(expression) ?? []
  const isKnown = name === 'this' || session.names().includes(name)
  return oneLine(
    isKnown ? `what ${expression} is cannot be told without running something` : `${name} is not defined`,
  )
}

/** Names of the text itself, then those of the session. */
function names(partial: string, declared: readonly string[], session: Lookups): Candidate[] {
  // A property of the global object can have any name.
  const found = new Set([...declared, ...session.names().filter(isIdentifier).sort()])
  return beginning(
    [...found].map((text) => ({ text })),
    partial,
  )
}

/** Names, and words of the language behind them; where nothing is typed they would be too many. */
function namesAt(
  text: string,
  partial: string,
  declared: readonly string[],
  session: Lookups,
): Pick<Completion, 'candidates' | 'message'> {
  if (partial !== '') {
    const found = names(partial, declared, session)
    const others = words
      .filter((word) => !found.some((each) => each.text === word))
      .map((word) => ({ text: word }))
    return { candidates: [...found, ...beginning(others, partial)] }
  }
  const message =
    text.trim() === '' ? 'conn. and TAB shows the operations, .help what else there is' : undefined
  return { candidates: [], message }
}

/** Words with which inputs begin or go on. */
const words = (
  'async await break case catch class const continue default delete do else export extends false finally for ' +
  'function if import in instanceof let new null of return static super switch this throw true try typeof ' +
  'var void while yield'
).split(' ')

/** The properties of what stands before them, behind a dot or as a text in brackets. */
function propertiesFor(
  meaning: Meaning,
  partial: string,
  open: OpenText | undefined,
  session: Lookups,
): Pick<Completion, 'candidates' | 'message'> {
  const asTexts = (candidates: readonly Candidate[]) =>
    open ? candidates.map((each) => ({ ...each, text: quoted(each.text, open.quote) })) : candidates
  const typed = open?.typed ?? partial
  if ('shape' in meaning) return { candidates: asTexts(beginning(propertiesOf(meaning.shape, typed), typed)) }
  const found = session.peek(meaning.expression)
  if (!found) return { candidates: [], message: unknownNow(meaning.expression, session) }
  const all = open
    ? propertyNames(found.value, typed).map((text) => ({ text }))
    : properties(found.value, typed)
  return { candidates: asTexts(beginning(all, typed)) }
}

/** Members that the literal does not have yet, the needed ones first. */
function inputMembers(
  members: Members,
  entries: readonly Entry[],
  partial: string,
  open: OpenText | undefined,
): Candidate[] {
  // A name in a literal can be a text, but no template.
  if (open?.quote === '`') return []
  const present = new Set(entries.map(({ name }) => name))
  return neededFirst(members)
    .filter(([name]) => !present.has(name) && name.startsWith(open?.typed ?? partial))
    .map(([name, shape]) => ({ text: open ? quoted(name, open.quote) : name, note: memberNote(shape) }))
}
