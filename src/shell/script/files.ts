/** Which contents of files a script brings along, and how the files are called that it reads. */
import { shownName } from '../../client/attach/names.ts'
import { withoutSecrets } from '../history/secret-text.ts'
import { counted } from '../show/counted.ts'
import { Bytes, type ReadFile } from './values.ts'

/** So many bytes may stand in a script; more are read from a file. */
export const mostInline = 4096

/** What stays as it is in shorthand of the AWS CLI, in a path that it takes apart, and in a terminal. */
const plainName = /^\w[\w.+@() -]*$/

/** The files of one script: whatever has the same path has the same content. */
export class Files {
  readonly #contents = new Map<string, Uint8Array>()

  /** @param fileName as the script says it */
  bytes(data: Uint8Array, fileName: string): Bytes {
    if (data.byteLength <= mostInline && !hasSecrets(data)) return new Bytes(data)
    return new Bytes(data, { path: this.#pathFor(fileName, data), fileName, size: data.byteLength })
  }

  #pathFor(fileName: string, data: Uint8Array): string {
    const isFree = (path: string) => {
      const content = this.#contents.get(path)
      return content === undefined || Buffer.compare(content, data) === 0
    }
    let path = fileName
    for (let number = 1; !plainName.test(path) || !isFree(path); number++) path = `attachment-${number}`
    this.#contents.set(path, data)
    return path
  }
}

/** `error.log (5,000 bytes) is read from the folder where this runs`: for a comment. */
export function readText({ path, fileName, size }: ReadFile): string {
  const bytes = counted(size, 'byte')
  const what = path === fileName ? bytes : `${shownName(fileName)}, ${bytes}`
  return `${shownName(path)} (${what}) is read from the folder where this runs`
}

function hasSecrets(data: Uint8Array): boolean {
  const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1')
  return withoutSecrets(text) !== text
}
