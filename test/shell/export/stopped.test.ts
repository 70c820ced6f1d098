/** An export that is stopped, by whatever, goes on where it was. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { expect } from 'chai'
import fc from 'fast-check'
import type { FaultRule } from '../../../src/mock/rules/fault-rules.ts'
import { lock } from '../../../src/shell/export/lock.ts'
import { Exporting, messageOf } from './exporting.ts'

describe('An export that is stopped', () => {
  let exporting: Exporting

  beforeEach(async () => {
    exporting = await Exporting.start()
  })
  afterEach(() => exporting.close())

  /** Does something once so many cases are there. */
  const onceThereAre = (cases: number, act: () => void) => {
    exporting.onWrite = (text) => {
      if (text.startsWith(`\r${cases} case`)) act()
    }
  }

  /** What is in a file, whatever the order and the times. */
  const contents = (name?: string) =>
    exporting
      .documents(name)
      .map(({ exported: _, ...rest }) => JSON.stringify(rest))
      .sort()

  /** What an export has that nothing stops. */
  const whole = async () => {
    exporting.onWrite = () => {}
    exporting.mock.faults([])
    await exporting.run('whole.jsonl')
    return contents('whole.jsonl')
  }

  const faults = (...rules: FaultRule[]) => exporting.mock.faults(rules)

  describe('by', () => {
    const stops = [
      {
        title: 'Ctrl-C',
        stop: () => exporting.interrupt(),
        says: /^Stopped by Ctrl-C; /,
      },
      {
        title: 'credentials that expire',
        stop: () =>
          faults({
            fault: 'ExpiredTokenException',
            message: 'The security token included in the request is expired',
          }),
        says: /^ExpiredTokenException: The security token included in the request is expired.*; /,
      },
      {
        title: 'a service that is down for long',
        stop: () => faults({ kind: 'unavailable' }),
        says: /^ServiceUnavailableException: .*; /,
      },
      {
        title: 'throttling for long',
        stop: () => faults({ kind: 'throttle' }),
        says: /^ThrottlingException: .*; /,
      },
      {
        title: 'a network that breaks',
        stop: () => faults({ kind: 'reset' }),
        says: /^NetworkError: No answer from .*; /,
      },
      {
        title: 'a permission that is missing',
        stop: () =>
          faults({
            fault: 'AccessDeniedException',
            message: 'User: arn is not authorized to perform: support:DescribeCommunications.',
          }),
        says: /^AccessDeniedException: User: arn is not authorized to perform: support:DescribeCommunications; /,
      },
    ]
    for (const { title, stop, says } of stops) {
      it(`${title} says what there is, and goes on from there`, async () => {
        onceThereAre(10, stop)
        const said = await messageOf(exporting.run('cases.jsonl'))
        expect(said).to.match(says)
        expect(said).to.match(
          /; (\d+) cases are in cases\.jsonl\.partial, and \.export cases\.jsonl goes on from there$/,
        )
        const count = Number(/(\d+) cases are in/.exec(said)![1])
        expect(count).to.be.within(10, 37)
        expect(exporting.documents('cases.jsonl.partial')).to.have.lengthOf(count)
        expect(exporting.has('cases.jsonl')).to.equal(false)
        exporting.onWrite = () => {}
        faults()
        expect(await exporting.run('cases.jsonl')).to.include(`${38 - count} new, ${count} as they were`)
        expect(contents()).to.deep.equal(await whole())
        expect(readdirSync(exporting.folder)).to.deep.equal(['cases.jsonl', 'whole.jsonl'])
      })
    }

    it('an error before the first case leaves nothing behind', async () => {
      faults({ fault: 'SubscriptionRequiredException' })
      expect(await messageOf(exporting.run('cases.jsonl'))).to.match(
        /^SubscriptionRequiredException: .*; \.export cases\.jsonl tries again$/,
      )
      expect(readdirSync(exporting.folder)).to.deep.equal([])
    })

    it('anything at any time has the same outcome', async () => {
      const stop = fc.record({
        cases: fc.integer({ min: 1, max: 37 }),
        by: fc.constantFrom('signal', 'fault', 'kill'),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(stop, { maxLength: 4 }), async (stops) => {
          // Each run finds some news.
          const news = () => exporting.conn.createCase({ subject: 'News', communicationBody: 'It broke.' })
          for (const { cases, by } of stops) {
            await news()
            onceThereAre(cases, () =>
              by === 'fault' ? faults({ fault: 'ExpiredTokenException' }) : exporting.interrupt(),
            )
            await exporting
              .run('cases.jsonl')
              .catch((error: Error) => expect(error.message).to.include('.export cases.jsonl'))
            faults()
            // As a process leaves it that is killed while it writes.
            if (by === 'kill' && exporting.has('cases.jsonl.partial')) {
              const { size } = statSync(exporting.path('cases.jsonl.partial'))
              truncateSync(exporting.path('cases.jsonl.partial'), Math.ceil(size * 0.7))
            }
          }
          exporting.onWrite = () => {}
          await exporting.run('cases.jsonl')
          expect(contents()).to.deep.equal(await whole())
        }),
        { numRuns: 15 },
      )
    }).timeout(60_000)
  })

  it('fetches again what has changed since', async () => {
    onceThereAre(10, () => exporting.interrupt())
    await messageOf(exporting.run('cases.jsonl'))
    exporting.onWrite = () => {}
    const { caseId } = exporting.documents('cases.jsonl.partial')[3]!.case
    await exporting.conn.addCommunicationToCase({ caseId, communicationBody: 'Any news?' })
    expect(await exporting.run('cases.jsonl')).to.include('28 new, 1 changed, 9 as they were')
    expect(contents()).to.deep.equal(await whole())
  })

  it('keeps the complete file as it was until there is a newer one', async () => {
    await exporting.run('cases.jsonl')
    const old = readFileSync(exporting.path(), 'utf8')
    for (const each of exporting.documents().slice(0, 9)) {
      await exporting.conn.addCommunicationToCase({
        caseId: each.case.caseId,
        communicationBody: 'Any news?',
      })
    }
    onceThereAre(4, () => exporting.interrupt())
    expect(await messageOf(exporting.run('cases.jsonl'))).to.include('4 cases are in cases.jsonl.partial')
    expect(readFileSync(exporting.path(), 'utf8')).to.equal(old)
    exporting.onWrite = () => {}
    expect(await exporting.run('cases.jsonl')).to.include('5 changed, 33 as they were')
    expect(contents()).to.deep.equal(await whole())
    expect(exporting.has('cases.jsonl.partial')).to.equal(false)
  })

  it('says why the last step failed, keeps what there is, and goes on', async () => {
    onceThereAre(5, () => mkdirSync(exporting.path()))
    const said = await messageOf(exporting.run('cases.jsonl'))
    expect(said).to.match(
      /^cases\.jsonl cannot be written: it is a folder; \d+ cases are in cases\.jsonl\.partial, and \.export cases\.jsonl goes on from there$/,
    )
    rmdirSync(exporting.path())
    exporting.onWrite = () => {}
    expect(await exporting.run('cases.jsonl')).to.match(/^cases\.jsonl is complete: .* as they were/)
  })

  it('goes on where a line is torn, or was never written to the disk', async () => {
    for (const rest of ['{"case":{"caseId":"case-1', '{"case', '\0\0\0\0\n\0\0']) {
      onceThereAre(10, () => exporting.interrupt())
      await messageOf(exporting.run('cases.jsonl'))
      exporting.onWrite = () => {}
      appendFileSync(exporting.path('cases.jsonl.partial'), rest)
      expect(await exporting.run('cases.jsonl')).to.include('28 new, 10 as they were')
      expect(contents()).to.deep.equal(await whole())
      writeFileSync(exporting.path(), '')
    }
  })

  it('goes on where the first line is torn', async () => {
    writeFileSync(exporting.path('cases.jsonl.partial'), '{"case":{"caseId":"ca')
    expect(await exporting.run('cases.jsonl')).to.include('38 new')
    expect(contents()).to.deep.equal(await whole())
  })

  it('takes the lock of a process that is gone', async () => {
    writeFileSync(exporting.path('cases.jsonl.lock'), JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }))
    await exporting.run('cases.jsonl')
    writeFileSync(exporting.path('cases.jsonl.lock'), '')
    await exporting.run('cases.jsonl')
    expect(existsSync(exporting.path('cases.jsonl.lock'))).to.equal(false)
  })
})

describe('The lock of an export', () => {
  const gone = JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() })
  /** Takes the lock a little later, so that takers are at different steps. */
  const take = async (turns: number) => {
    for (let turn = 0; turn < turns; turn++) await setImmediate()
    return lock(path)
  }
  let folder: string
  let path: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'support-repl-lock-'))
    path = join(folder, 'cases.jsonl.lock')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const left: { title: string; before: () => void }[] = [
    { title: 'it', before: () => {} },
    { title: 'that of a process that is gone', before: () => writeFileSync(path, gone) },
    {
      title: 'that of a process that is gone, as was another before it could take it',
      before() {
        writeFileSync(path, gone)
        writeFileSync(`${path}.takeover`, gone)
      },
    },
  ]
  for (const { title, before } of left) {
    it(`is had by one, however many want ${title} at the same moment`, async () => {
      for (let round = 0; round < 20; round++) {
        before()
        const taken = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => take(index * round)))
        const had = taken.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
        expect(had.length, `in round ${round}`).to.equal(1)
        for (const each of taken) {
          if (each.status === 'rejected') expect(each.reason).to.match(/Another export writes this file/)
        }
        await had[0]!()
        expect(readdirSync(folder)).to.deep.equal([])
      }
    })
  }
})

describe('An export waits', () => {
  let exporting: Exporting

  beforeEach(async () => {
    exporting = await Exporting.start()
  })
  afterEach(() => exporting.close())

  it('for a service that throttles, longer each time, and shows it', async () => {
    exporting.mock.faults([{ operation: 'DescribeCommunications', kind: 'throttle', next: 3 }])
    await exporting.run('cases.jsonl')
    expect(exporting.waits).to.deep.equal([1000, 2000, 4000])
    expect(exporting.shown).to.include('; ThrottlingException: going on in 4 s')
  })

  const passing: { title: string; rules: FaultRule[] }[] = [
    { title: 'throttles', rules: [{ kind: 'throttle', probability: 0.4 }] },
    { title: 'is down', rules: [{ kind: 'unavailable', probability: 0.4 }] },
    { title: 'fails', rules: [{ kind: 'internal-error', probability: 0.4 }] },
    { title: 'resets connections', rules: [{ kind: 'reset', probability: 0.4 }] },
    { title: 'breaks off its answers', rules: [{ kind: 'truncate', probability: 0.4 }] },
    { title: 'is behind a broken gateway', rules: [{ kind: 'bad-gateway', probability: 0.4 }] },
  ]
  for (const { title, rules } of passing) {
    it(`for a service that ${title} now and then`, async () => {
      await exporting.run('whole.jsonl')
      exporting.mock.faults(rules)
      await exporting.run('cases.jsonl')
      expect(exporting.waits).not.to.deep.equal([])
      const told = (name: string) => exporting.documents(name).map(({ exported: _, ...rest }) => rest)
      expect(told('cases.jsonl')).to.deep.equal(told('whole.jsonl'))
    })
  }

  describe('at the limit on DescribeAttachment', () => {
    const files = ['a.txt', 'b.txt', 'c.txt']

    const openWithFiles = async () => {
      const attachments = files.map((fileName) => ({ fileName, data: Buffer.from(fileName) }))
      const { attachmentSetId } = await exporting.conn.addAttachmentsToSet({ attachments })
      await exporting.conn.createCase({ subject: 'Files', communicationBody: 'See.', attachmentSetId })
    }

    const exported = () =>
      exporting
        .documents()
        .flatMap(({ attachments = [] }) => attachments)
        .map(({ data = '' }) => Buffer.from(data, 'base64').toString())

    beforeEach(openWithFiles)

    it('it takes links instead', async () => {
      exporting.mock.faults([{ operation: 'DescribeAttachment', fault: 'DescribeAttachmentLimitExceeded' }])
      await exporting.run('cases.jsonl')
      expect(exported()).to.deep.equal(files)
      expect(exporting.requested('DescribeAttachment')).to.equal(1)
      expect(exporting.has('cases.jsonl.files')).to.equal(false)
      expect(exporting.waits).to.deep.equal([])
    })

    it('it waits where there are no links', async () => {
      exporting.mock.faults([
        { operation: 'DescribeAttachment', fault: 'DescribeAttachmentLimitExceeded', next: 30 },
        { operation: 'GetAttachmentDownloadLink', fault: 'UnknownOperationException' },
      ])
      await exporting.run('cases.jsonl')
      expect(exported()).to.deep.equal(files)
      expect(exporting.waits.at(-1)).to.equal(60_000)
      expect(exporting.requested('GetAttachmentDownloadLink')).to.equal(1)
    })

    it('a file that the service no longer has is said to be missing', async () => {
      exporting.mock.faults([
        {
          operation: 'DescribeAttachment',
          fault: 'AttachmentIdNotFound',
          message: 'No such attachment.',
          next: 1,
        },
      ])
      expect(await exporting.run('cases.jsonl')).to.include('1 attachment that the service no longer has')
      const [first] = exporting.documents().flatMap(({ attachments = [] }) => attachments)
      expect(first).to.deep.include({
        fileName: 'a.txt',
        missing: 'AttachmentIdNotFound: No such attachment.',
      })
      expect(first).not.to.have.property('data')
    })

    it('a permission that is missing is named, with the way around it', async () => {
      exporting.mock.faults([
        {
          operation: 'DescribeAttachment',
          fault: 'AccessDeniedException',
          message: 'User: arn is not authorized to perform: support:DescribeAttachment',
        },
      ])
      expect(await messageOf(exporting.run('cases.jsonl'))).to.include(
        'support:DescribeAttachment (--no-attachments leaves them out)',
      )
      expect(await exporting.run('cases.jsonl --no-attachments')).to.include('39 new')
    })
  })

  it('not for a case that is gone while it is exported', async () => {
    exporting.mock.faults([{ operation: 'DescribeCommunications', fault: 'CaseIdNotFound', next: 1 }])
    expect(await exporting.run('cases.jsonl')).to.include('37 new')
  })
})
