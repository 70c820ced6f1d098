/** Shapes in words: what a value looks like, and what it means. */
import type { Members, Shape } from '../../model/shape.ts'
import { oneLine } from './one-line.ts'

/** What a value looks like: `'low' | 'normal' | ...`, `10 to 100`; at most so many values and members are named. */
export function valueText(shape: Shape, most = Number.POSITIVE_INFINITY): string {
  switch (shape.type) {
    case 'string': {
      const { values, pattern } = shape
      if (values) return alternatives(values, most)
      return `text${limits(shape, 'characters')}${pattern === undefined ? '' : ` like ${pattern}`}`
    }
    case 'integer':
      return `number${limits(shape)}`
    case 'double':
      return 'number'
    case 'boolean':
      return 'true | false'
    case 'blob':
      return 'bytes'
    case 'list':
      return `[${valueText(shape.member, most)}]${limits(shape, 'elements')}`
    case 'structure':
      return `{ ${cutList(memberNames(shape.members), most).join(', ')} }`
  }
}

function alternatives(values: readonly string[], most: number): string {
  const named = values.map((value) => `'${value}'`)
  return cutList(named, most).join(' | ')
}

const cutList = (texts: readonly string[], most: number) =>
  texts.length > most ? [...texts.slice(0, most), '...'] : texts

function limits({ min = 0, max }: { min?: number; max?: number }, unit = ''): string {
  const of = unit === '' ? '' : ` ${unit}`
  if (max === undefined) return min > 0 ? ` of at least ${min}${of}` : ''
  return min > 0 ? ` of ${min} to ${max}${of}` : ` of at most ${max}${of}`
}

/** The names of members as a signature has them: the needed ones first, the others with a question mark. */
export function memberNames(members: Members): string[] {
  return neededFirst(members).map(([name, { required }]) => (required ? name : `${name}?`))
}

/** The members in the order of the model, those that are needed before all others. */
export function neededFirst(members: Members): [string, Shape][] {
  const entries = Object.entries<Shape>(members)
  return [
    ...entries.filter(([, { required }]) => required),
    ...entries.filter(([, { required }]) => !required),
  ]
}

/** So many values and members are named where there is little room. */
const few = 4

/** Said beside a member in a list: `needed, text: The title of the case.` */
export function memberNote(shape: Shape): string {
  return oneLine(`${shape.required ? 'needed, ' : ''}${valueText(shape, few)}: ${shape.help}`)
}

/** Said where a member's value stands and cannot be listed: `subject takes text: The title of the case.` */
export function valueNote(member: string, shape: Shape): string {
  return oneLine(`${member} takes ${valueText(shape, few)}: ${shape.help}`)
}
