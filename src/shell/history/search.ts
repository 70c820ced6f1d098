/**
 * Searching the history backwards with Ctrl-R, as a state machine that knows no terminal: keys go in,
 * what to show comes out.
 *
 *     const search = startSearch(entries, line)
 *     const next = searchKey(search, { name: 'text', text: 'cas' })
 *     if (next.status === 'searching') show(searchView(next.search))
 */

/** Where a search stands. */
export interface Search {
  /** The newest last. */
  readonly entries: readonly string[]
  /** What the line was before: giving up brings it back. */
  readonly original: string
  readonly query: string
  /** The index of the match; undefined while nothing is looked for, and where nothing matches. */
  readonly at: number | undefined
  readonly direction: 'older' | 'newer'
  /** The last key found no other match. */
  readonly failed: boolean
  /** What the search was before its last character was typed. */
  readonly before: Search | undefined
}

export type SearchKey =
  | { readonly name: 'text'; readonly text: string }
  /** Ctrl-R, and the arrow up. */
  | { readonly name: 'older' }
  /** Ctrl-S, and the arrow down. */
  | { readonly name: 'newer' }
  | { readonly name: 'backspace' }
  /** Enter: runs what is shown. */
  | { readonly name: 'run' }
  /** The arrow to the right, and any other key: what is shown is edited, and the key takes its effect there. */
  | { readonly name: 'edit' }
  /** Ctrl-G, Ctrl-C, Escape. */
  | { readonly name: 'cancel' }

export type SearchStep =
  | { readonly status: 'searching'; readonly search: Search }
  /** The search is over: the line is to be this text, with the cursor at the offset. */
  | { readonly status: 'edit' | 'run' | 'cancelled'; readonly text: string; readonly cursor: number }

/** A search that has just begun, and shows the line as it is. */
export function startSearch(entries: readonly string[], original: string): Search {
  return {
    entries,
    original,
    query: '',
    at: undefined,
    direction: 'older',
    failed: false,
    before: undefined,
  }
}

/** @param lastQuery what the search before this one looked for: Ctrl-R without a word looks for it again */
export function searchKey(search: Search, key: SearchKey, lastQuery = ''): SearchStep {
  switch (key.name) {
    case 'text':
      return searching(narrowed(search, key.text))
    case 'older':
    case 'newer':
      if (search.query !== '') return searching(moved(search, key.name))
      return searching(narrowed({ ...search, direction: key.name }, lastQuery))
    case 'backspace':
      return searching(search.before ?? search)
    case 'run':
    case 'edit':
      return accepted(search, key.name)
    case 'cancel':
      return { status: 'cancelled', text: search.original, cursor: search.original.length }
  }
}

const searching = (search: Search): SearchStep => ({ status: 'searching', search })

/** A longer query: the match stays while it matches, else the next one in the direction takes its place. */
function narrowed(search: Search, text: string): Search {
  let narrow = search
  for (const character of text) {
    const { query: start, direction, entries } = narrow
    const query = start + character
    const isStuck = start !== '' && narrow.at === undefined
    const from = narrow.at ?? (direction === 'older' ? entries.length - 1 : 0)
    const at = isStuck ? undefined : find(entries, query, from, direction)
    narrow = { ...narrow, query, at, failed: at === undefined, before: narrow }
  }
  return narrow
}

function moved(search: Search, direction: Search['direction']): Search {
  const { entries, query, at } = search
  // Where nothing was found on one side, all is looked through.
  const from = direction === 'older' ? (at ?? entries.length) - 1 : (at ?? -1) + 1
  const next = find(entries, query, from, direction)
  return { ...search, direction, at: next ?? at, failed: next === undefined }
}

function find(
  entries: readonly string[],
  query: string,
  from: number,
  direction: Search['direction'],
): number | undefined {
  const step = direction === 'older' ? -1 : 1
  const pattern = patternOf(query)
  for (let at = from; at >= 0 && at < entries.length; at += step) {
    if (pattern.test(entries[at]!)) return at
  }
  return undefined
}

/** Capitals count where some were typed. */
function patternOf(query: string): RegExp {
  const flags = query === query.toLowerCase() ? 'iu' : 'u'
  return new RegExp(query.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), flags)
}

/** What does not match is neither run nor edited: the line is as it was. */
function accepted(search: Search, status: 'run' | 'edit'): SearchStep {
  const { entries, at, original, query } = search
  if (at === undefined) {
    const isMiss = query !== ''
    return { status: isMiss ? 'edit' : status, text: original, cursor: original.length }
  }
  const { from } = matchIn(entries[at]!, query)
  return { status, text: entries[at]!, cursor: from }
}

function matchIn(entry: string, query: string): { from: number; to: number } {
  const found = patternOf(query).exec(entry)
  const from = found?.index ?? 0
  return { from, to: from + (found?.[0].length ?? 0) }
}

export interface SearchView {
  /** `` (reverse-i-search)`cas':  `` with the space behind it. */
  readonly prompt: string
  /** The whole input that is found, or the line as it was; '' where nothing matches. */
  readonly text: string
  /** The match, as offsets in the text. */
  readonly from: number
  readonly to: number
  /** For a screen with room for one line: the line with the match, and the match in it. */
  readonly line: {
    readonly text: string
    readonly from: number
    readonly to: number
    readonly number: number
  }
  /** How many lines the text has. */
  readonly lines: number
}

/** What a search shows. */
export function searchView({ entries, original, query, at, direction, failed }: Search): SearchView {
  const text = at === undefined ? (query === '' ? original : '') : entries[at]!
  const { from, to } = at === undefined ? { from: 0, to: 0 } : matchIn(text, query)
  const start = text.slice(0, from).lastIndexOf('\n') + 1
  const end = text.indexOf('\n', from)
  const line = text.slice(start, end < 0 ? text.length : end)
  return {
    prompt: `(${failed ? 'failed ' : ''}${direction === 'older' ? 'reverse-' : ''}i-search)\`${query}': `,
    text,
    from,
    to,
    line: {
      text: line,
      from: from - start,
      to: Math.min(to - start, line.length),
      number: text.slice(0, start).split('\n').length,
    },
    lines: text.split('\n').length,
  }
}
