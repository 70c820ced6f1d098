/** boto's tutorial, Python inside: read as Python reads it, and failing one by one with a hint. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { openTranscriptSession } from '../../src/commands/transcript-session.ts'
import { readDocument } from '../../src/transcript/document.ts'
import { replay } from '../../src/transcript/replay.ts'
import { formatFailure } from '../../src/transcript/report.ts'

const path = fileURLToPath(new URL('fixtures/boto-tutorial.rst', import.meta.url))

/** The lines of the prompts, as doctest.DocTestParser of Python 3.11 has them. */
const prompts = [
  17, 18, 32, 37, 38, 50, 51, 53, 55, 61, 62, 64, 66, 76, 77, 82, 94, 95, 105, 112, 132, 143, 152, 153,
]

const program = `
import doctest, json, sys
examples = doctest.DocTestParser().get_examples(open(sys.argv[1]).read())
print(json.dumps([[e.lineno + 1, e.source, e.want] for e in examples]))
`

describe("boto's tutorial as a file", () => {
  it('has 24 examples, at these lines', async () => {
    const { items } = await readDocument(path)
    expect(items.map(({ kind, line }) => `${kind} ${line}`)).to.deep.equal(
      prompts.map((line) => `example ${line}`),
    )
  })

  it('is read as the doctest of the Python on this computer reads it', async function () {
    const { stdout, status } = spawnSync('python3', ['-c', program, path], { encoding: 'utf8' })
    if (status !== 0) {
      console.log('      not compared: there is no python3 here')
      this.skip()
    }
    const { items } = await readDocument(path)
    const end = (text: string) => (text === '' ? '' : `${text}\n`)
    expect(
      items.map((item) => (item.kind === 'example' ? [item.line, end(item.source), end(item.want)] : item)),
    ).to.deep.equal(JSON.parse(stdout))
  })

  it('fails as TypeScript, one by one, with a hint that it is Python', async () => {
    const { results } = await replay(await readDocument(path), {
      open: openTranscriptSession,
      timeout: 10_000,
    })
    expect(results.map(({ status }) => status)).to.deep.equal(prompts.map(() => 'failed'))
    for (const result of results) {
      expect(await formatFailure(path, result)).to.match(/Python; examples are run as TypeScript/)
    }
  })
})
