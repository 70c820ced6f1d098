/** The house: which folder may import from which, and that files stay readable in one sitting. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'

const src = fileURLToPath(new URL('../src', import.meta.url))

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))

/** What a folder may import from besides itself. The rest is for `commands` and the entry points. */
const allowed: Record<string, string[]> = {
  model: [],
  text: [],
  files: [],
  client: ['model'],
  mock: ['model', 'files'],
  shell: ['model', 'client', 'text', 'files'],
  transcript: ['text', 'files'],
}

const folderOf = (path: string) => (path.includes('/') ? path.split('/')[0]! : '.')

function importsOf(file: string): string[] {
  const text = readFileSync(join(src, file), 'utf8')
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']*)'/g)]
  return found.map(([, path]) => normalize(join(dirname(file), path!)))
}

describe('The source', () => {
  for (const [folder, others] of Object.entries(allowed)) {
    it(`${folder} imports ${others.length > 0 ? `from ${others.join(' and ')} only` : 'nothing of ours'}`, () => {
      const own = files.filter((file) => folderOf(file) === folder)
      expect(own).not.to.deep.equal([])
      const foreign = own.flatMap((file) =>
        importsOf(file)
          .filter((path) => ![folder, ...others].includes(folderOf(path)))
          .map((path) => `${file} imports ${path}`),
      )
      expect(foreign).to.deep.equal([])
    })
  }

  it('has no circle', () => {
    const graph = new Map(files.map((file) => [file, importsOf(file)]))
    const circles: string[] = []
    const done = new Set<string>()
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' > '))
      if (path.includes(file) || done.has(file)) return
      for (const next of graph.get(file) ?? []) visit(next, [...path, file])
      done.add(file)
    }
    for (const file of files) visit(file, [])
    expect(circles).to.deep.equal([])
  })

  it('has no drawer for everything', () => {
    expect(
      files.filter((file) => /(^|\/)(utils?|helpers?|types|constants|common|misc)\.ts$/.test(file)),
    ).to.deep.equal([])
  })

  for (const file of files) {
    it(`${file} is readable in one sitting`, () => {
      expect(readFileSync(join(src, file), 'utf8').split('\n').length).to.be.below(350)
    })
  }
})
