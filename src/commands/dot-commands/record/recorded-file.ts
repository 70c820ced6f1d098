/**
 * The file of a recording: what stood there before, and below it the page, which is written anew each
 * time. It is replaced as a whole, so that whoever reads it, whenever, finds it whole.
 */
import { stat } from 'node:fs/promises'
import type { CommandError } from '../../../shell/dot-commands/dot-command.ts'
import { readText } from '../../../shell/read-text.ts'
import { saveFile } from '../../../shell/save-file.ts'

export class RecordedFile {
  readonly #path: string
  /** How it is called in messages. */
  readonly #name: string
  /** What stands above the page, as it is. */
  #base: string
  /** What this program wrote last, or found at the beginning. */
  #known: string | undefined

  constructor(path: string, name: string, base?: string) {
    this.#path = path
    this.#name = name
    this.#base = base ?? ''
    this.#known = base
  }

  /** What the file holds, where somebody else has written it since; also where it came to be meanwhile. */
  async changed(): Promise<string | undefined> {
    const found = await textIn(this.#path, this.#name)
    return found === this.#known ? undefined : found
  }

  /** From here on, all of this text stays as it is, and another page stands below it. */
  rebase(text: string): void {
    this.#base = text
    this.#known = text
  }

  /** Rejects with a CommandError that says why it cannot be written. */
  async replace(page: string): Promise<void> {
    const gap = this.#base === '' || page === '' ? '' : '\n'.repeat(2 - lineEnds(this.#base))
    // Lines end as they do above.
    const below = this.#base.includes('\r\n') ? (gap + page).replaceAll('\n', '\r\n') : gap + page
    const text = this.#base + below
    if (text === this.#known) return
    const mode = await stat(this.#path).then(
      (found) => found.mode & 0o777,
      () => 0o644,
    )
    await saveFile(this.#path, text, { shown: this.#name, mode, replace: async () => true })
    this.#known = text
  }
}

/** How many line ends there are at the end: two make a blank line. */
const lineEnds = (text: string) => (/\n[ \t]*\r?\n$/.test(text) ? 2 : text.endsWith('\n') ? 1 : 0)

/** The text of a file; undefined where there is none. Rejects with a CommandError. */
export async function textIn(path: string, name: string): Promise<string | undefined> {
  try {
    return await readText(path, name, { keepsMark: true })
  } catch (error) {
    const { code } = (error as CommandError).cause as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw error
  }
}
