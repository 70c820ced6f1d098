import { History } from '../history/history.ts'
import type { Key, LineEditor } from './line-editor.ts'

export class Recalling {
  readonly #editor: LineEditor
  readonly #history: History
  constructor({ editor, history, redactBodies, warn }: { editor: LineEditor; history?: string; redactBodies?: boolean; warn: (m: string) => void }) {
    this.#editor = editor
    this.#history = new History({ path: history, redactBodies, warn })
    this.#history.load()
  }
  get isSearching(): boolean { return false }
  suggest(text: string): string | undefined { return this.#history.entries.findLast((e) => e.startsWith(text) && e !== text) }
  lastInput(): string | undefined { return this.#history.entries.findLast((e) => !e.startsWith('.')) }
  add(text: string): void { void this.#history.add(text) }
  take({ name }: Key): boolean { if (name === 'up') { this.#editor.replace(this.#history.entries.at(-1) ?? ''); return true } return false }
  takeInSearch(_key: Key): boolean { return false }
  cancelSearch(): boolean { return false }
  rest(): void {}
}
