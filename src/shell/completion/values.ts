/** What may stand as a value in an operation's input: known values of the model, and live ones. */
import type { Shape } from '../../model/shape.ts'
import { chainStart } from './chains.ts'
import type { Candidate } from './completion.ts'
import type { LiveValue } from './kept-list.ts'
import type { Known, LiveValues } from './live.ts'
import { type LiveKindName, liveKindOf, liveKinds, serviceMember } from './live-members.ts'
import { oneLine } from './one-line.ts'
import { literalText, quoted } from './quoting.ts'
import { type Quote, readTokens } from './reading.ts'
import { valueNote } from './shape-text.ts'
import type { OpenText, Slot } from './situation.ts'

/** A value's place, and what is typed of it. */
export interface ValuePlace {
  readonly slot: Slot
  /** A word, where no text is open. */
  readonly partial: string
  readonly open?: OpenText
  /** Names of the text itself: what they stand for is not known before it runs. */
  readonly declared: readonly string[]
}

export interface Sources {
  readonly live: Pick<LiveValues, 'get'>
  /** A value that can be had without side effects. */
  readonly peek: (expression: string) => { readonly value: unknown } | undefined
}

export interface Values {
  readonly candidates: readonly Candidate[]
  /** Why there are none, or not all. */
  readonly message?: string
  /** See {@link Completion.pending}. */
  readonly pending?: Promise<void>
}

/** The values that fit what is typed. */
export async function valuesFor(place: ValuePlace, sources: Sources): Promise<Values> {
  const { slot, partial, open } = place
  const { member, shape } = slot
  const kind = liveKindOf(member)
  if (kind && shape.type === 'string') return liveValuesFor(kind, place, sources)
  const typed = open?.typed ?? partial
  const candidates =
    shape.type === 'string'
      ? literals(startingWith(without(textsOf(shape.values), slot), typed), open?.quote)
      : open
        ? []
        : beginnings(shape).filter(({ text }) => text.startsWith(typed))
  return candidates.length > 0 ? { candidates } : { candidates, message: valueNote(member, shape) }
}

const textsOf = (values: readonly string[] = []) => values.map((value) => ({ value, note: '' }))

/** What a value can be, or begin with, that is no text. */
function beginnings({ type }: Shape): Candidate[] {
  const texts =
    type === 'boolean' ? ['true', 'false'] : type === 'list' ? ['['] : type === 'structure' ? ['{ '] : []
  return texts.map((text) => ({ text }))
}

async function liveValuesFor(kind: LiveKindName, place: ValuePlace, sources: Sources): Promise<Values> {
  const { slot, partial, open } = place
  const typed = open?.typed ?? partial
  const { values, message, pending } = await known(kind, place, sources)
  const candidates = literals(fitting(without(values, slot), typed), open?.quote)
  if (message !== undefined || candidates.length > 0) return { candidates, message, pending }
  return { candidates, message: oneLine(`no ${liveKinds[kind].plural} like ${quoted(typed)}`) }
}

/** Those that stand in the same list already are not offered again. */
function without<T extends LiveValue>(values: readonly T[], { entries }: Slot): readonly T[] {
  const elements = entries.filter(({ name }) => name === undefined)
  if (elements.length === 0) return values
  const present = new Set(elements.map(({ value }) => literalText(value)))
  return values.filter(({ value }) => !present.has(value))
}

const startingWith = <T extends LiveValue>(values: readonly T[], typed: string): readonly T[] =>
  typed === '' ? values : values.filter(({ value }) => value.startsWith(typed))

/** So many letters say which name is meant; with fewer, ids that begin so are likelier. */
const tellingLength = 3

/** The values that begin with what is typed, then those whose notes have it: an id means little to people. */
function fitting(values: readonly LiveValue[], typed: string): readonly LiveValue[] {
  const found = startingWith(values, typed)
  if (typed === '' || (found.length > 0 && typed.length < tellingLength)) return found
  const wanted = typed.toLowerCase()
  const isNamed = ({ value, note }: LiveValue) =>
    note.toLowerCase().includes(wanted) && !value.startsWith(typed)
  return [...found, ...values.filter(isNamed)]
}

function literals(values: readonly LiveValue[], quote: Quote = "'"): Candidate[] {
  return values.map(({ value, note }) => {
    const text = quoted(value, quote)
    return note === '' ? { text } : { text, note }
  })
}

async function known(
  kind: LiveKindName,
  { slot, declared }: ValuePlace,
  { live, peek }: Sources,
): Promise<Known> {
  if (kind !== 'categories') return live.get(kind)
  for (const { name, spread, value } of slot.entries.toReversed()) {
    if (!spread && name !== serviceMember) continue
    const found = await meaningOf(value, declared, spread ? (text) => peek(`${text}.${serviceMember}`) : peek)
    if (!found) return { values: [], message: `no categories: ${serviceMember} is not known before it runs` }
    if (typeof found.value === 'string') return live.get(kind, found.value)
  }
  return live.get(kind)
}

/** What the source of a value stands for: a literal, or a variable that can be looked at. */
async function meaningOf(
  source: string,
  declared: readonly string[],
  peek: Sources['peek'],
): Promise<{ readonly value: unknown } | undefined> {
  const text = literalText(source)
  if (text !== undefined) return { value: text }
  const { tokens } = await readTokens(source)
  const head = tokens[0]
  const isChain = head !== undefined && chainStart(tokens, tokens.length - 1) === 0
  return isChain && !declared.includes(head.text) ? peek(source) : undefined
}
