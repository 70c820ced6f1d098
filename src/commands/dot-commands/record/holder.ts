/** Finds where the inputs of a session hold a value. */
import { types } from 'node:util'
import type { Session } from '../../../shell/session/session.ts'

/** How deep, and at how many values, it looks. */
const deepest = 4
const mostValues = 10_000

const identifier = /^[A-Za-z_$][\w$]*$/

/** The shortest expression that is the text, such as `cases[0].caseId`; undefined where there is none. */
export function holderOf(
  text: string,
  session: Pick<Session, 'peek'>,
  names: readonly string[],
): string | undefined {
  let level: [string, unknown][] = names
    .filter((name) => identifier.test(name))
    .flatMap((name) => {
      const found = session.peek(name)
      return found ? [[name, found.value] as [string, unknown]] : []
    })
  let seen = 0
  for (let depth = 0; depth <= deepest; depth++) {
    const next: [string, unknown][] = []
    for (const [expression, value] of level) {
      if (value === text) return expression
      if (++seen > mostValues) return undefined
      for (const member of members(expression, value)) next.push(member)
    }
    level = next
  }
  return undefined
}

/** Own data properties: no getter runs, no proxy is asked. */
function members(expression: string, value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null || types.isProxy(value) || ArrayBuffer.isView(value))
    return []
  return Object.entries(Object.getOwnPropertyDescriptors(value)).flatMap(
    ([name, { value: member, enumerable }]) => {
      if (!enumerable || member === undefined) return []
      const access = identifier.test(name)
        ? `.${name}`
        : /^(?:0|[1-9]\d*)$/.test(name)
          ? `[${name}]`
          : undefined
      return access === undefined ? [] : [[expression + access, member] as [string, unknown]]
    },
  )
}
