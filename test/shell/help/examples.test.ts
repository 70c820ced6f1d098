/** Every example that help shows is run, as it stands on the page, on a fresh mock of its own. */
import { expect } from 'chai'
import { openTranscriptSession } from '../../../src/commands/transcript-session.ts'
import { operation, operationNames, wireName } from '../../../src/model/operations.ts'
import { guides } from '../../../src/shell/help/guides.ts'
import { help } from '../../../src/shell/help/pages.ts'
import { parseDocument } from '../../../src/transcript/document.ts'
import { isFailure, replay } from '../../../src/transcript/replay.ts'
import { formatFailure } from '../../../src/transcript/report.ts'

/** What stands below the heading, up to the next blank line, as a Markdown text. */
function exampleOn(topic: string): string {
  const answer = help(topic, [], { columns: 80, colors: false })
  const lines = 'text' in answer ? answer.text.split('\n') : []
  const start = lines.indexOf('Example') + 1
  const end = lines.indexOf('', start)
  const example = lines.slice(start, end < 0 ? undefined : end).map((line) => line.slice(2))
  return ['```', ...example, '```', ''].join('\n')
}

async function failures(topic: string): Promise<{ examples: number; failed: string[] }> {
  const path = `${topic}.md`
  const document = await parseDocument(path, exampleOn(topic))
  const { results } = await replay(document, { open: openTranscriptSession, timeout: 10_000 })
  const failed = results.filter(isFailure).map((result) => formatFailure(path, result))
  return { examples: results.length, failed: await Promise.all(failed) }
}

describe('Examples in help', () => {
  const withExamples = Object.keys(guides).filter((name) => guides[name]!.example !== undefined)
  for (const topic of [...operationNames, ...withExamples]) {
    it(`that of ${topic} passes by itself`, async () => {
      const { examples, failed } = await failures(topic)
      expect(failed).to.deep.equal([])
      expect(examples).to.be.greaterThan(0)
    })
  }

  for (const name of operationNames) {
    it(`that of ${name} calls it, and says what it prints`, () => {
      const { example } = operation(name)
      expect(example).to.include(`conn.${name}(`)
      expect(example.split('\n').at(-1)).not.to.match(/^(>>>|\.\.\.)/)
    })

    it(`that of ${name} fits in 78 columns`, () => {
      expect(
        operation(name)
          .example.split('\n')
          .filter((line) => line.length > 78),
      ).to.deep.equal([])
    })
  }

  it('those of operations leave nothing out that is paged', () => {
    const paged = operationNames.filter((name) => operation(name).pages !== undefined)
    const missing = paged.filter(
      (name) => !operation(name).example.includes(`conn.paginate${wireName(name)}(`),
    )
    expect(missing).to.deep.equal([])
  })
})
