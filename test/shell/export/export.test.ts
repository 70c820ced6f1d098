/** `.export` of cases of a mock: what is in the file, and how it is kept up to date. */
import { createHash } from 'node:crypto'
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { expect } from 'chai'
import type { SupportConnection } from '../../../src/client/connection.ts'
import type { ExportedCase } from '../../../src/shell/export/document.ts'
import { Exporting, messageOf } from './exporting.ts'

const note = Buffer.from('Since Monday.\n')
const log = Buffer.from('A line of the log.\n'.repeat(5000))
const dump = Buffer.alloc(5 * 1024 * 1024 + 1, 'dump ')

/** A case with a file of each kind. */
async function openWithFiles(conn: SupportConnection): Promise<string> {
  const { attachmentSetId } = await conn.addAttachmentsToSet({
    attachments: [
      { fileName: 'note.txt', data: note },
      { fileName: '../../.log of "today".txt', data: log },
    ],
  })
  const { uploadIds } = await conn.attach({ fileName: 'dump.bin', data: dump })
  const { caseId } = await conn.createCase({
    ...{ subject: 'With files', communicationBody: 'See the files.' },
    ...{ attachmentSetId, uploadIds },
  })
  return caseId!
}

/** What the service itself tells, case by case. */
async function told(conn: SupportConnection) {
  const cases = []
  for await (const page of conn.paginateDescribeCases({ includeResolvedCases: true }))
    cases.push(...page.cases!)
  return Promise.all(
    cases.map(async ({ recentCommunications: _, ...rest }) => {
      const communications = []
      for await (const page of conn.paginateDescribeCommunications(rest.caseId!)) {
        communications.push(...page.communications!)
      }
      return JSON.parse(JSON.stringify({ case: rest, communications }))
    }),
  )
}

const written = (documents: readonly ExportedCase[]) =>
  documents
    .map(({ case: details, communications }) => ({ case: details, communications }))
    .sort((one, other) => (one.case.timeCreated! < other.case.timeCreated! ? 1 : -1))

const byTime = <T extends { case: { timeCreated?: string } }>(cases: T[]) =>
  cases.sort((one, other) => (one.case.timeCreated! < other.case.timeCreated! ? 1 : -1))

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

describe('.export', () => {
  let exporting: Exporting

  beforeEach(async () => {
    exporting = await Exporting.start()
  })
  afterEach(() => exporting.close())

  /** The requests of a run, by operation. */
  const requests = async (run: () => Promise<unknown>) => {
    exporting.mock.clearRequests()
    await run()
    const counts: Record<string, number> = {}
    for (const { operation = '' } of exporting.mock.requests())
      counts[operation] = (counts[operation] ?? 0) + 1
    return counts
  }

  it('writes all that the service tells of each case, resolved ones too', async () => {
    expect(await exporting.run('cases.jsonl')).to.equal(
      'cases.jsonl is complete: 38 cases: 38 new; 127 messages fetched',
    )
    const documents = exporting.documents()
    expect(written(documents)).to.deep.equal(byTime(await told(exporting.conn)))
    expect(documents.map(({ case: { status } }) => status)).to.include('resolved')
    expect(documents.some(({ communications }) => communications.length > 5)).to.equal(true)
    expect(documents[0]!.exported).to.include({ from: exporting.mock.url, at: '2026-08-01T09:00:00.000Z' })
  })

  it('keeps small files in the line, and larger ones beside the export', async () => {
    const caseId = await openWithFiles(exporting.conn)
    expect(await exporting.run('cases.jsonl')).to.include('128 messages and 3 attachments fetched')
    const { attachments = [] } = exporting.documents().find((each) => each.case.caseId === caseId)!
    expect(
      attachments.map(({ attachmentId: _, file, ...each }) => ({ ...each, isBeside: Boolean(file) })),
    ).to.deep.equal([
      {
        fileName: 'note.txt',
        bytes: note.length,
        sha256: sha256(note),
        data: note.toString('base64'),
        isBeside: false,
      },
      { fileName: '../../.log of "today".txt', bytes: log.length, sha256: sha256(log), isBeside: true },
      { fileName: 'dump.bin', bytes: dump.length, sha256: sha256(dump), isBeside: true },
    ])
    const beside = attachments.flatMap(({ file }) => file ?? [])
    expect(beside[0]).to.match(/^cases\.jsonl\.files\/[0-9a-f]{16}-log_of_today_\.txt$/)
    expect(beside.map((path) => sha256(readFileSync(exporting.path(path))))).to.deep.equal([
      sha256(log),
      sha256(dump),
    ])
  })

  it('is for its owner alone to read', async () => {
    writeFileSync(exporting.path('cases.jsonl.partial'), '')
    chmodSync(exporting.path('cases.jsonl.partial'), 0o666)
    await openWithFiles(exporting.conn)
    await exporting.run('cases.jsonl')
    const mode = (name: string) => (statSync(exporting.path(name)).mode & 0o777).toString(8)
    expect(mode('cases.jsonl')).to.equal('600')
    expect(mode('cases.jsonl.files')).to.equal('700')
    for (const name of readdirSync(exporting.path('cases.jsonl.files'))) {
      expect(mode(join('cases.jsonl.files', name))).to.equal('600')
    }
  })

  it('leaves nothing else behind', async () => {
    await openWithFiles(exporting.conn)
    await exporting.run('cases.jsonl')
    expect(readdirSync(exporting.folder).sort()).to.deep.equal(['cases.jsonl', 'cases.jsonl.files'])
    expect(
      readdirSync(exporting.path('cases.jsonl.files')).filter((name) => name.startsWith('.')),
    ).to.deep.equal([])
  })

  it('removes what a killed process has left in its folder', async () => {
    await openWithFiles(exporting.conn)
    await exporting.run('cases.jsonl')
    const names = readdirSync(exporting.path('cases.jsonl.files'))
    for (const name of ['.draft', '..draft.1f.part'])
      writeFileSync(exporting.path(join('cases.jsonl.files', name)), '')
    await exporting.run('cases.jsonl')
    expect(readdirSync(exporting.path('cases.jsonl.files'))).to.deep.equal(names)
  })

  it('only looks when nothing has changed', async () => {
    await openWithFiles(exporting.conn)
    await exporting.run('cases.jsonl')
    const before = statSync(exporting.path())
    const counts = await requests(() => exporting.run('cases.jsonl'))
    expect(counts).to.deep.equal({ DescribeCases: 1 })
    expect(statSync(exporting.path())).to.deep.include({ ino: before.ino, mtimeMs: before.mtimeMs })
  })

  it('fetches what is new or has changed, and keeps a line for each case', async () => {
    await exporting.run('cases.jsonl')
    const { conn, mock } = exporting
    const [first, second, third] = exporting.documents().map((each) => each.case.caseId!)
    await conn.addCommunicationToCase({ caseId: first, communicationBody: 'Any news?' })
    mock.agent.reply({ caseId: second!, body: 'Please send a log.' })
    await conn.resolveCase(third!)
    await conn.createCase({ subject: 'One more', communicationBody: 'It broke.' })
    expect(await exporting.run('cases.jsonl')).to.match(
      /^cases.jsonl is complete: 39 cases: 1 new, 3 changed, 35 as they were;/,
    )
    expect(written(exporting.documents())).to.deep.equal(byTime(await told(conn)))
  })

  it('keeps cases that the service has forgotten', async () => {
    await exporting.run('cases.jsonl')
    exporting.mock.clock.advance('P23M')
    const listed = await told(exporting.conn)
    expect(listed).to.have.lengthOf.below(38)
    await exporting.conn.createCase({ subject: 'One more', communicationBody: 'It broke.' })
    await exporting.run('cases.jsonl')
    expect(exporting.documents()).to.have.lengthOf(39)
  })

  it('takes cases from a date on', async () => {
    const since = new Date(Date.now() - 100 * 86_400_000).toISOString().slice(0, 10)
    await exporting.run(`cases.jsonl --since ${since}`)
    const times = exporting.documents().map((each) => each.case.timeCreated!)
    expect(times).to.have.lengthOf.within(1, 37)
    expect(times.every((time) => time >= since)).to.equal(true)
    await exporting.run('cases.jsonl')
    expect(exporting.documents()).to.have.lengthOf(38)
  })

  it('leaves attachments out when it is told to, and fetches them when it is not', async () => {
    const caseId = await openWithFiles(exporting.conn)
    const counts = await requests(() => exporting.run('cases.jsonl --no-attachments'))
    expect(counts).not.to.have.any.keys('DescribeAttachment', 'GetAttachmentDownloadLink')
    expect(exporting.documents().every((each) => each.attachments === undefined)).to.equal(true)
    await exporting.run('cases.jsonl')
    const document = exporting.documents().find((each) => each.case.caseId === caseId)!
    expect(document.attachments).to.have.lengthOf(3)
    expect(await requests(() => exporting.run('cases.jsonl --no-attachments'))).to.deep.equal({
      DescribeCases: 1,
    })
  })

  it('fetches a file beside it again when it is gone', async () => {
    await openWithFiles(exporting.conn)
    await exporting.run('cases.jsonl')
    const [name] = readdirSync(exporting.path('cases.jsonl.files'))
    writeFileSync(exporting.path(join('cases.jsonl.files', name!)), 'cut')
    expect(await exporting.run('cases.jsonl')).to.include('1 changed')
    expect(statSync(exporting.path(join('cases.jsonl.files', name!))).size).to.be.above(3)
  })

  it('makes an empty file for an account without cases', async () => {
    exporting.mock.restore({ version: 1, accounts: { '123456789012': { cases: [] } } } as never)
    expect(await exporting.run('cases.jsonl')).to.equal('cases.jsonl is complete: 0 cases')
    expect(exporting.documents()).to.deep.equal([])
  })

  it('leaves a link a link', async () => {
    writeFileSync(exporting.path('real.jsonl'), '')
    symlinkSync('real.jsonl', exporting.path('cases.jsonl'))
    await exporting.run('cases.jsonl')
    expect(lstatSync(exporting.path('cases.jsonl')).isSymbolicLink()).to.equal(true)
    expect(exporting.documents('real.jsonl')).to.have.lengthOf(38)
  })

  it('takes a name with spaces in quotes', async () => {
    expect(await exporting.run("'my cases.jsonl'")).to.match(/^my cases.jsonl is complete/)
    expect(exporting.has('my cases.jsonl')).to.equal(true)
  })

  it('says what it writes when it is asked for nothing', async () => {
    expect(await exporting.run('')).to.match(/^\.export FILE \[--since DATE\][\s\S]*one JSON document a line/)
  })

  it('shows how far it is on one line that goes away', async () => {
    await exporting.run('cases.jsonl')
    const looks = exporting.shown.split('\r').map((text) => text.trimEnd())
    expect(looks.slice(0, 3)).to.deep.equal([
      '',
      '1 case: 1 new; 6 messages fetched',
      '2 cases: 2 new; 7 messages fetched',
    ])
    expect(exporting.shown).to.match(/\r +\r$/)
  })

  describe('refuses', () => {
    const cases = [
      {
        argument: 'cases.jsonl --since yesterday',
        says: '--since takes a date such as 2026-08-01, or a time in ISO 8601, not yesterday',
      },
      { argument: 'cases.jsonl more', says: /^One FILE, not also more/ },
      { argument: 'cases.jsonl --sinse 2026-08-01', says: /^Unknown option '--sinse'; \.export FILE/ },
      { argument: "'cases.jsonl", says: "A ' is not closed: 'cases.jsonl" },
      { argument: '.', says: /^\. is a folder: name another file$/ },
      { argument: 'nowhere/cases.jsonl', says: /cannot be written: there is no such folder$/ },
      { argument: '/dev/null', says: '/dev/null is not a regular file: name another file' },
    ]
    for (const { argument, says } of cases) {
      it(argument, async () => {
        const said = await messageOf(exporting.run(argument))
        if (typeof says === 'string') expect(said).to.equal(says)
        else expect(said).to.match(says)
      })
    }

    const files = [
      {
        title: 'a file that is no export',
        content: 'My notes.\n',
        says: 'notes is no export (line 1): name another file',
      },
      {
        title: 'JSON lines of something else',
        content: '{"a":1}\n',
        says: 'notes is no export (line 1): name another file',
      },
      {
        title: 'a file without a line end',
        content: 'My notes.',
        says: 'notes is no export (its last line is not whole): name another file',
      },
    ]
    for (const { title, content, says } of files) {
      it(`${title}, which stays as it is`, async () => {
        writeFileSync(exporting.path('notes'), content)
        expect(await messageOf(exporting.run('notes'))).to.equal(says)
        expect(readFileSync(exporting.path('notes'), 'utf8')).to.equal(content)
        expect(readdirSync(exporting.folder)).to.deep.equal(['notes'])
      })
    }

    it('a partial file that is no part of an export, which stays as it is', async () => {
      writeFileSync(exporting.path('cases.jsonl.partial'), 'My notes.\n')
      expect(await messageOf(exporting.run('cases.jsonl'))).to.equal(
        'cases.jsonl.partial is no part of an export: remove it or name another file',
      )
      expect(readFileSync(exporting.path('cases.jsonl.partial'), 'utf8')).to.equal('My notes.\n')
    })

    it('a file of another endpoint', async () => {
      await exporting.run('cases.jsonl')
      const before = readFileSync(exporting.path(), 'utf8')
      const other = await Exporting.start({}, exporting.folder)
      expect(await messageOf(other.run('cases.jsonl'))).to.equal(
        `cases.jsonl has cases of ${exporting.mock.url}, not of ${other.mock.url}: name another file`,
      )
      expect(readFileSync(exporting.path(), 'utf8')).to.equal(before)
      await other.close()
    })

    it('a file that another export writes', async () => {
      writeFileSync(
        exporting.path('cases.jsonl.lock'),
        JSON.stringify({ pid: process.ppid, host: (await import('node:os')).hostname() }),
      )
      expect(await messageOf(exporting.run('cases.jsonl'))).to.match(
        /^Another export writes this file \(process \d+ on .+\); if there is none, remove /,
      )
      expect(basename(exporting.path('cases.jsonl.lock'))).to.equal('cases.jsonl.lock')
      expect(exporting.has('cases.jsonl.lock')).to.equal(true)
    })
  })

  describe('of another account', () => {
    const connect = (account: string) => exporting.connect({ accessKeyId: account, secretAccessKey: 'any' })

    beforeEach(async () => {
      await exporting.close()
      exporting = await Exporting.start({ strictAuth: false })
    })

    it('is refused where the ids of cases say so', async () => {
      await exporting.run('cases.jsonl', connect('111111111111'))
      expect(await messageOf(exporting.run('cases.jsonl', connect('222222222222')))).to.equal(
        'cases.jsonl has cases of account 111111111111, and these are of 222222222222: name another file',
      )
      expect(
        exporting.documents().every((each) => each.case.caseId!.startsWith('case-111111111111-')),
      ).to.equal(true)
    })

    it('is refused where the ids of cases say nothing', async () => {
      const accounts = Object.fromEntries(
        ['111111111111', '222222222222'].map((account) => [
          account,
          {
            cases: [{ caseId: `case-${account[0]}`, subject: account, communications: [{ body: 'Help.' }] }],
          },
        ]),
      )
      exporting.mock.restore({ version: 1, accounts } as never)
      await exporting.run('cases.jsonl', connect('111111111111'))
      expect(await messageOf(exporting.run('cases.jsonl', connect('222222222222')))).to.equal(
        'The file has cases of another account (case-1 is not in this one): name another file',
      )
      expect(exporting.documents()).to.have.lengthOf(1)
      expect(await exporting.run('cases.jsonl', connect('111111111111'))).to.include('1 as they were')
    })
  })
})
