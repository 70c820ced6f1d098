/** A shell's history in a process of its own; see processes.ts. Told what to do by messages, one at a time. */
import { compact } from '../../../src/shell/history/compaction.ts'
import { History } from '../../../src/shell/history/history.ts'
import type { Answer, Told } from './processes.ts'

let history: History | undefined
const warnings: string[] = []
let compactions = 0

async function answer(told: Told): Promise<Answer> {
  if (told.do === 'open') {
    const { path, limits } = told
    history = new History({ path, limits, warn: (message) => warnings.push(message) })
    history.load()
  } else if (told.do === 'add') {
    for (const source of told.sources) await history!.add(source)
  } else if (told.do === 'refresh') {
    history!.refresh()
  } else if (compact(told.path, (text) => text)) compactions++
  return { entries: history?.entries ?? [], warnings, compactions }
}

let turn: Promise<unknown> = Promise.resolve()
process.on('message', (told: Told) => {
  turn = turn.then(() => answer(told)).then((reply) => process.send!(reply))
})
process.on('disconnect', () => process.exit())
