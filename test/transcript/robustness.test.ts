import { expect } from 'chai'
import fc from 'fast-check'
import { dependenciesOf } from '../../src/transcript/dependencies.ts'
import { parseDocument } from '../../src/transcript/document.ts'
import { splitLines } from '../../src/transcript/layout.ts'
import { replay } from '../../src/transcript/replay.ts'
import { formatReport } from '../../src/transcript/report.ts'

const tricky = [
  '>>> a',
  '>>>a',
  '>>>',
  '>>> ',
  '>>>\u00a0a',
  '>>>> x',
  '... b',
  '...',
  '...b',
  '1',
  '<BLANKLINE>',
  '',
  ' ',
  '\t',
  '  ',
  '    ',
  '> ',
  '>',
  '- ',
  '1. ',
  '```',
  '````ts',
  '~~~',
  'Text',
  'Text::',
  '::',
  '..',
  '.. x',
  '.. code::',
  '.. doctest: setup',
  '.. doctest: skip next',
  '.. doctest:',
  '<!-- doctest: setup',
  '<!-- doctest: x -->',
  '-->',
  '<!--',
  '<div>',
  '// doctest: +SKIP',
  ' // doctest: +X',
  '====',
  '`',
  "'",
  '"',
  '\\',
  '\u2028',
  '\0',
  '\uFEFF',
  '\uD800',
]

const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.oneof(fc.constantFrom(...tricky, '\n', '\n', '\r\n', '\r'), fc.string({ maxLength: 3 })), {
      maxLength: 40,
    })
    .map((parts) => parts.join('')),
)

describe('any text', () => {
  for (const path of ['a.md', 'a.rst']) {
    it(`is read without an error, each item at a place in the text (${path})`, async () => {
      await fc.assert(
        fc.asyncProperty(texts, async (text) => {
          const document = await parseDocument(path, text)
          const lines = splitLines(text.replace(/^\uFEFF/, ''))
          let last = 0
          for (const item of document.items) {
            const line = lines[item.line - 1]
            expect(line, `line ${item.line}`).to.be.a('string')
            expect(item.column).to.be.within(1, line!.length + 1)
            if (item.kind === 'example') {
              expect(line!.slice(item.column - 1, item.column + 2)).to.equal('>>>')
              expect(item.wantLine).to.equal(item.line + item.source.split('\n').length)
              expect(item.line).to.be.greaterThan(last)
              last = item.line
            }
          }
        }),
        { numRuns: 1500 },
      )
    })

    it(`is replayed and reported without an error (${path})`, async () => {
      const open = async () => ({
        evaluate: async (source: string) => ({ text: source, failed: source.length % 2 === 1 }),
        close: async () => {},
      })
      await fc.assert(
        fc.asyncProperty(texts, async (text) => {
          const report = await replay(await parseDocument(path, text), { open })
          expect(await formatReport([report])).to.be.a('string')
        }),
        { numRuns: 300 },
      )
    })
  }
})

// Were reading not linear, these would take minutes.
describe('large texts', () => {
  const many = '>>> f("case-...") // doctest: +ELLIPSIS\n... x\n1\n2\n\n'.repeat(10_000)
  const large: { title: string; path: string; text: string; items: number }[] = [
    { title: 'ten thousand examples', path: 'a.rst', text: many, items: 10_000 },
    {
      title: 'ten thousand examples in a fence',
      path: 'a.md',
      text: `\`\`\`\n${many}\`\`\`\n`,
      items: 10_000,
    },
    {
      title: 'a thousand fences',
      path: 'a.md',
      text: '```\n>>> a\n1\n```\nText\n\n'.repeat(1000),
      items: 1000,
    },
    { title: 'a line of a megabyte', path: 'a.rst', text: `>>> '${'x'.repeat(1e6)}'\n`, items: 1 },
    {
      title: 'a line of a megabyte in a fence',
      path: 'a.md',
      text: `\`\`\`\n>>> '${'x'.repeat(1e6)}'\n`,
      items: 1,
    },
    {
      title: 'a megabyte of white space',
      path: 'a.rst',
      text: `${' '.repeat(1e6)}>>> a\n${' '.repeat(1e6)}`,
      items: 1,
    },
    {
      title: 'continuations without a prompt',
      path: 'a.rst',
      text: `>>> a\n${'\n... b\n'.repeat(50_000)}`,
      items: 1,
    },
    {
      title: 'a long setup',
      path: 'a.rst',
      text: `.. doctest: setup\n${'   x()\n'.repeat(200_000)}`,
      items: 1,
    },
    { title: 'quotes deep in each other', path: 'a.md', text: `${'>'.repeat(2000)} a\n`, items: 0 },
    { title: 'lists deep in each other', path: 'a.md', text: `${'- '.repeat(1000)}a\n`, items: 0 },
    {
      title: 'a megabyte of backticks and one more',
      path: 'a.md',
      text: `${'`'.repeat(1e6)} \`\n`,
      items: 0,
    },
    { title: 'a paragraph of marks', path: 'a.md', text: 'a*_[`b'.repeat(20_000), items: 0 },
    {
      title: 'rules of a hundred dashes, dots and pluses in comments',
      path: 'a.rst',
      text: [...'-._+='].map((sign) => `.. ${sign.repeat(100)}\n\n>>> a\n\n`).join(''),
      items: 5,
    },
    { title: 'a comment of a megabyte of dashes', path: 'a.rst', text: `.. ${'-'.repeat(1e6)}\n`, items: 0 },
    {
      title: 'a comment of a megabyte of words with colons',
      path: 'a.rst',
      text: `.. ${'a-b:'.repeat(250_000)}\n`,
      items: 0,
    },
    { title: 'many comments', path: 'a.md', text: '<!-- doctest: seed a --> '.repeat(10_000), items: 10_000 },
  ]
  for (const { title, path, text, items } of large) {
    it(`${title} (${path})`, async () =>
      expect((await parseDocument(path, text)).items).to.have.length(items))
  }

  it('an import of a megabyte of spaces', async () => {
    const source = `>>> import${' '.repeat(1e6)}x from './x.mjs'\n`
    expect(dependenciesOf(await parseDocument('/a.rst', source))).to.deep.equal(['/x.mjs'])
  })
})
