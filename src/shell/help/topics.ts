/** What there is help on, and how it is found by the names that people know it by. */
import { paginatorName } from '../../client/connection.ts'
import { nearest } from '../../model/nearest.ts'
import { operation, operationNames } from '../../model/operations.ts'
import type { DotCommand } from '../dot-commands/dot-command.ts'
import { errorPage } from './error-page.ts'
import { guidePage, guides } from './guides.ts'
import { errorNames, knownError } from './known-errors.ts'
import type { Block } from './layout.ts'
import { memberNames, placesOf } from './member-index.ts'
import { memberPage } from './member-page.ts'
import { folded } from './names.ts'
import { operationPage } from './operation-page.ts'

export type TopicKind = 'operation' | 'command' | 'guide' | 'error' | 'member'

/** Something that has a page. */
export interface Topic {
  readonly kind: TopicKind
  /** As it is written: `describeCases`, `.cases`. */
  readonly name: string
  /** Other names under which it is found; case, hyphens and underscores never matter. */
  readonly aliases: readonly string[]
  /** What it is, in one line. */
  readonly help: string
  readonly page: () => Block[]
}

/** All of them, the likeliest first. */
export function allTopics(commands: readonly DotCommand[]): Topic[] {
  return [
    ...operationTopics(),
    ...commands.map(commandTopic),
    ...guideTopics(),
    ...errorTopics(),
    ...memberTopics(),
  ]
}

function operationTopics(): Topic[] {
  return operationNames.map((name) => ({
    kind: 'operation',
    name,
    aliases: operation(name).pages === undefined ? [] : [paginatorName(name)],
    help: operation(name).help,
    page: () => operationPage(name),
  }))
}

function commandTopic({ name, usage, help }: DotCommand): Topic {
  const page = () => [{ title: usage }, { text: help }]
  return { kind: 'command', name: `.${name}`, aliases: [name], help, page }
}

function guideTopics(): Topic[] {
  return Object.entries(guides).map(([name, { aliases = [], help }]) => ({
    kind: 'guide',
    name,
    aliases,
    help,
    page: () => guidePage(name),
  }))
}

function errorTopics(): Topic[] {
  return errorNames.map((name) => ({
    kind: 'error',
    name,
    aliases: [],
    help: knownError(name)!.help,
    page: () => errorPage(name),
  }))
}

function memberTopics(): Topic[] {
  return memberNames.map((name) => ({
    kind: 'member',
    name,
    aliases: [],
    help: placesOf(name)[0]!.shape.help,
    page: () => memberPage(name),
  }))
}

/**
 * The topics of a name, which may be more than one: `cases` is a command and a member. What was copied with the
 * name is no matter: `conn.describeCases()`, `aws support describe-cases`, `--case-id-list`.
 */
export function findTopics(asked: string, topics: readonly Topic[]): Topic[] {
  const name = bareName(asked)
  return topics.filter((topic) =>
    [topic.name, ...topic.aliases].some((each) => folded(each) === folded(name)),
  )
}

/** The name that was probably meant: one that begins so, one that has it in it, or else one that looks like it. */
export function nearestTopic(asked: string, topics: readonly Topic[]): string | undefined {
  const wanted = folded(bareName(asked))
  if (wanted === '') return undefined
  const byName = new Map(
    topics.flatMap(({ name, aliases }) => [name, ...aliases].map((each) => [folded(each), name])),
  )
  const names = [...byName.keys()]
  const isLong = wanted.length >= leastPart
  const near =
    (isLong ? names.find((name) => name.startsWith(wanted)) : undefined) ??
    (isLong ? names.find((name) => name.includes(wanted)) : undefined) ??
    nearest(wanted, names)
  return near === undefined ? undefined : byName.get(near)
}

/** So many letters of a name say which is meant. */
const leastPart = 3

/** Without what stands around a name where it is used. */
function bareName(asked: string): string {
  return asked
    .trim()
    .replace(/^(?:(?:await\s+)?conn\??\.|aws\s+support\s+|Uncaught\s+|--)(?=\w)/i, '')
    .replace(/(?<=\w)\.help$/i, '')
    .replace(/[\s({:;,].*$/s, '')
}
