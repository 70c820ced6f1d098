// @ts-check
/** How things are put on the page: texts, times, lists. */

/** @type {(id: string) => any} */
export const at = (id) => document.getElementById(id)

/** What is already there stays: somebody may be selecting it. @param {Element} node @param {string} text */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text
}

/** @param {Element} node @param {string} iso @param {string} text */
export function setTime(node, iso, text) {
  node.setAttribute('datetime', iso)
  node.setAttribute('title', iso)
  setText(node, text)
}

/** `pending-customer-action` as words, and for the colour. @param {HTMLElement} node @param {string} code */
export function setCode(node, code) {
  node.dataset.code = code
  setText(node, words(code))
}

/** A button that is truly disabled would lose the focus. @param {string} id @param {boolean} able */
export const setAble = (id, able) => at(id).setAttribute('aria-disabled', String(!able))

/** @param {string} id @param {() => void} act */
export function onPress(id, act) {
  at(id).addEventListener('click', () => {
    if (at(id).getAttribute('aria-disabled') !== 'true') act()
  })
}

/**
 * Makes the children of a list those of the items. A child whose item is still there stays the same
 * element, and keeps the focus.
 * @template T
 * @param {Element} list
 * @param {string} template
 * @param {readonly T[]} items
 * @param {(item: T, index: number) => string} keyOf
 * @param {(part: (name: string) => any, item: T) => void} fill
 */
export function fillList(list, template, items, keyOf, fill) {
  /** @type {Map<string, any>} */
  const known = new Map([...list.children].map((/** @type {any} */ child) => [child.dataset.key, child]))
  const wanted = items.map((item, index) => {
    const key = keyOf(item, index)
    const child = known.get(key) ?? at(template).content.firstElementChild.cloneNode(true)
    child.dataset.key = key
    fill((name) => child.querySelector(`[data-is=${name}]`), item)
    return child
  })
  const kept = new Set(wanted)
  for (const child of known.values()) if (!kept.has(child)) child.remove()
  for (const [index, child] of wanted.entries()) {
    const there = list.children[index]
    if (there === child) continue
    const { activeElement } = document
    const hadFocus = child.contains(activeElement)
    list.insertBefore(child, there ?? null)
    if (hadFocus) /** @type {HTMLElement} */ (activeElement).focus({ preventScroll: true })
  }
}

/** @param {Intl.DateTimeFormatOptions} parts */
const format = (parts) => {
  const formatter = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...parts })
  return (/** @type {string} */ iso) => formatter.format(new Date(iso))
}
export const asClock = format({ hour: '2-digit', minute: '2-digit' })
const asDay = format({ day: 'numeric', month: 'short' })
export const asDate = format({ dateStyle: 'medium' })
export const asTime = (/** @type {string} */ iso) => `${asDate(iso)}, ${asClock(iso)} UTC`

/** As short as is clear today. @param {string} iso @param {string} now */
export function asShort(iso, now) {
  const shares = (/** @type {number} */ length) => iso.slice(0, length) === now.slice(0, length)
  return shares(10) ? asClock(iso) : shares(4) ? asDay(iso) : asDate(iso)
}

export const asCount = (/** @type {number} */ count) => count.toLocaleString('en')

/** @param {number} bytes */
export function asSize(bytes) {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}

export const words = (/** @type {string} */ code) =>
  code.charAt(0).toUpperCase() + code.slice(1).replaceAll('-', ' ')

let saying = 0

/** Shows a text for a while, and has it read out. @param {string} text */
export function say(text) {
  at('said').textContent = text
  clearTimeout(saying)
  saying = window.setTimeout(() => setText(at('said'), ''), 8000)
}
