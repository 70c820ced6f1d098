/** The page of a member: what it means in each place where it stands. */
import type { Block } from './layout.ts'
import { type Place, placesOf } from './member-index.ts'
import { leadText, nestedRows } from './member-rows.ts'

export function memberPage(name: string): Block[] {
  return [{ title: `${name} (member)` }, ...byMeaning(placesOf(name)).flatMap(meaningBlocks)]
}

/** Places in which it takes the same values and means the same. */
type Meaning = readonly [Place, ...Place[]]

function byMeaning(places: readonly Place[]): Meaning[] {
  const meanings = new Map<string, [Place, ...Place[]]>()
  for (const place of places) {
    const key = meaningText(place)
    const known = meanings.get(key)
    if (known) known.push(place)
    else meanings.set(key, [place])
  }
  return [...meanings.values()]
}

const meaningText = ({ shape }: Place) => `${leadText(shape, false)}: ${shape.help}`

function meaningBlocks(places: Meaning): Block[] {
  const nested = nestedRows(places[0].shape, places[0].side === 'input')
  return [
    { text: meaningText(places[0]) },
    ...(nested.length > 0 ? [{ rows: nested }] : []),
    {
      text: [...sideText('Taken by', 'input', places), ...sideText('Answered by', 'output', places)].join(
        '\n',
      ),
    },
  ]
}

function sideText(begin: string, side: Place['side'], places: Meaning): string[] {
  const own = places.filter((place) => place.side === side)
  return own.length === 0 ? [] : [`${begin} ${own.map(placeText).join(', ')}.`]
}

/** `describeCases (in cases[] > recentCommunications)`, `resolveCase (needed)`. */
function placeText({ operation, side, within, shape }: Place): string {
  const notes = [
    ...(within.length > 0 ? [`in ${within.join(' > ')}`] : []),
    ...(side === 'input' && shape.required ? ['needed'] : []),
  ]
  return notes.length === 0 ? operation : `${operation} (${notes.join(', ')})`
}
