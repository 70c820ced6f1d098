/** Answers as JSON. What is frozen never changes, so its text is kept and not made again. */

const kept = new WeakMap<object, string>()

/** The text of an answer. It may be frozen, or have lists whose elements are. */
export function jsonText(output: object): string {
  if (Object.isFrozen(output)) return textOf(output)
  const members = Object.entries(output)
  if (!members.some(([, member]) => isFrozenList(member))) return JSON.stringify(output)
  const texts = members
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => `"${name}":${isFrozenList(member) ? listText(member) : JSON.stringify(member)}`)
  return `{${texts.join(',')}}`
}

const isFrozenList = (value: unknown): value is readonly object[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((each) => typeof each === 'object' && Object.isFrozen(each))

const listText = (list: readonly object[]) => `[${list.map(textOf).join(',')}]`

function textOf(value: object): string {
  const known = kept.get(value)
  if (known !== undefined) return known
  const text = JSON.stringify(value)
  kept.set(value, text)
  return text
}
