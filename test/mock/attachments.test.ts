import { expect } from 'chai'
import { dumpState } from '../../src/mock/state/state.ts'
import { agentReply } from '../../src/mock/store/agent.ts'
import type { World } from '../../src/mock/world.ts'
import { call, type Json, nine, open, testWorld } from './harness.ts'

const mebi = 1024 * 1024
const base64 = (content: string | Buffer) => Buffer.from(content).toString('base64')
const file = (fileName: string, content: string | Buffer = fileName) => ({
  fileName,
  data: base64(content),
})
/** A file of so many bytes. */
const sized = (bytes: number) => file('sized.bin', Buffer.alloc(bytes, 7))

const add = (world: World, attachments: object[], attachmentSetId?: string, account?: string): Json =>
  call(world, 'AddAttachmentsToSet', { attachments, attachmentSetId }, account)

/** A new set with these files, and its id. */
const setOf = (world: World, ...attachments: object[]): string => add(world, attachments).attachmentSetId

/** The newest message of a case. */
const latest = (world: World, caseId: string): Json =>
  call(world, 'DescribeCommunications', { caseId }).communications[0]

const names = (list: { fileName: string }[]) => list.map(({ fileName }) => fileName)

const dry = {
  __type: 'DryRunOperationException',
  message: 'Request would have succeeded, but the dryRun parameter is set.',
}
const tooMuch = {
  __type: 'AttachmentSetSizeLimitExceeded',
  message: 'An attachment set holds at most 3 attachments of 5 MB each.',
}
const unknownSet = (id: string) => ({
  __type: 'AttachmentSetIdNotFound',
  message: `No attachment set with the id ${id} was found.`,
})
const expired = (id: string, at: string) => ({
  __type: 'AttachmentSetExpired',
  message: `The attachment set ${id} expired at ${at}.`,
})
const missing = (member: string) => ({
  __type: 'ValidationException',
  message: `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
})

describe('AddAttachmentsToSet', () => {
  it('makes a set that expires in an hour', () => {
    const { attachmentSetId, ...rest } = add(testWorld(), [file('a.txt')])
    expect(attachmentSetId).to.match(/^as-[0-9a-f]{17}-mu-[\w-]{43}$/)
    expect(rest).to.deep.equal({ expiryTime: '2026-08-01T10:00:00.000+0000' })
  })

  it('adds to a set, which lives no longer for it', () => {
    const world = testWorld()
    const set = setOf(world, file('a.txt'))
    world.clock.advance('PT30M')
    expect(add(world, [file('b.txt'), file('c.txt')], set)).to.deep.equal({
      attachmentSetId: set,
      expiryTime: '2026-08-01T10:00:00.000+0000',
    })
    const caseId = open(world, { attachmentSetId: set })
    expect(names(latest(world, caseId).attachmentSet)).to.deep.equal(['a.txt', 'b.txt', 'c.txt'])
  })

  const sizes: [title: string, first: object[], then: object[], answer: 'taken' | Json][] = [
    ['three files', [], [file('a'), file('b'), file('c')], 'taken'],
    ['four files', [], [file('a'), file('b'), file('c'), file('d')], tooMuch],
    ['a third file', [file('a'), file('b')], [file('c')], 'taken'],
    ['a fourth file', [file('a'), file('b'), file('c')], [file('d')], tooMuch],
    ['an empty file', [], [file('a', '')], 'taken'],
    ['a file of 5 MB', [], [sized(5 * mebi)], 'taken'],
    ['a file of 5 MB and a byte', [], [sized(5 * mebi + 1)], tooMuch],
    ['two files of the same name', [], [file('a'), file('a')], 'taken'],
    ['a file without a name', [], [{ data: base64('a') }], missing('attachments.1.member.fileName')],
    ['a file without content', [], [file('a'), { fileName: 'b' }], missing('attachments.2.member.data')],
    ['a file that is null', [], [null as never], missing('attachments.1.member')],
  ]
  for (const [title, first, then, answer] of sizes) {
    it(`${title}: ${answer === 'taken' ? answer : answer.__type}`, () => {
      const world = testWorld()
      const before = first.length > 0 ? setOf(world, ...first) : undefined
      const given = add(world, then, before)
      if (answer === 'taken') expect(given).to.have.keys('attachmentSetId', 'expiryTime')
      else expect(given).to.deep.equal(answer)
    })
  }

  it('three files of 5 MB fit into a request', () => {
    const set = setOf(testWorld(), sized(5 * mebi), sized(5 * mebi), sized(5 * mebi))
    expect(set).to.match(/^as-/)
  })

  it('what is refused adds nothing to the set', () => {
    const world = testWorld()
    const set = setOf(world, file('a.txt'))
    add(world, [file('b.txt'), sized(5 * mebi + 1)], set)
    const caseId = open(world, { attachmentSetId: set })
    expect(names(latest(world, caseId).attachmentSet)).to.deep.equal(['a.txt'])
  })

  it('a text that is no base64 is refused', () => {
    expect(add(testWorld(), [{ fileName: 'a', data: 'no base64!' }]).__type).to.equal(
      'SerializationException',
    )
  })
})

describe('an attachment set', () => {
  const uses: [title: string, use: (world: World, attachmentSetId: string) => Json][] = [
    ['is added to', (world, set) => add(world, [file('b')], set)],
    [
      'opens a case',
      (world, attachmentSetId) =>
        call(world, 'CreateCase', { subject: 'a', communicationBody: 'b', attachmentSetId }),
    ],
    [
      'is written with',
      (world, attachmentSetId) =>
        call(world, 'AddCommunicationToCase', {
          caseId: open(world),
          communicationBody: 'b',
          attachmentSetId,
        }),
    ],
  ]
  for (const [title, use] of uses) {
    it(`${title} for an hour less a millisecond`, () => {
      const world = testWorld()
      const set = setOf(world, file('a'))
      world.clock.set(nine + 3_600_000 - 1)
      expect(use(world, set)).not.to.have.property('__type')
    })

    it(`never ${title} once the hour is over`, () => {
      const world = testWorld()
      const set = setOf(world, file('a'))
      world.clock.set(nine + 3_600_000)
      expect(use(world, set)).to.deep.equal(expired(set, '2026-08-01T10:00:00.000Z'))
      world.clock.advance('PT23H59M')
      expect(use(world, set)).to.deep.equal(expired(set, '2026-08-01T10:00:00.000Z'))
    })

    it(`never ${title} once it has expired, though the clock be moved back`, () => {
      const world = testWorld()
      const set = setOf(world, file('a'))
      world.clock.set(nine + 3_600_000)
      setOf(world, file('b'))
      world.clock.set(nine)
      expect(use(world, set)).to.deep.equal(expired(set, '2026-08-01T10:00:00.000Z'))
      const again = testWorld({ state: dumpState(world) })
      expect(use(again, set)).to.deep.equal(expired(set, '2026-08-01T10:00:00.000Z'))
    })

    it(`never ${title} a day later, when it is forgotten (guess)`, () => {
      const world = testWorld()
      const set = setOf(world, file('a'))
      world.clock.set(nine + 25 * 3_600_000)
      expect(use(world, set)).to.deep.equal(unknownSet(set))
    })

    it(`never ${title} when there is none`, () => {
      expect(use(testWorld(), 'as-0')).to.deep.equal(unknownSet('as-0'))
    })

    it(`never ${title} by another account`, () => {
      const world = testWorld()
      const set: string = add(world, [file('a')], undefined, '222222222222').attachmentSetId
      expect(use(world, set)).to.deep.equal(unknownSet(set))
    })
  }

  it('may be used for several messages within its hour (guess)', () => {
    const world = testWorld()
    const attachmentSetId = setOf(world, file('a'))
    const [one, other] = [open(world, { attachmentSetId }), open(world, { attachmentSetId })]
    const ids = [one, other].map((caseId) => latest(world, caseId).attachmentSet[0].attachmentId)
    expect(ids[0]).not.to.equal(ids[1])
  })

  it('expires in its turn, in whatever order the clock has made them', () => {
    const world = testWorld()
    const late = setOf(world, file('late'))
    world.clock.set(nine - 1_800_000)
    const early = setOf(world, file('early'))
    world.clock.set(nine + 1_800_000)
    const input = { subject: 'a', communicationBody: 'b' }
    expect(call(world, 'CreateCase', { ...input, attachmentSetId: early }).__type).to.equal(
      'AttachmentSetExpired',
    )
    expect(call(world, 'CreateCase', { ...input, attachmentSetId: late })).to.have.property('caseId')
  })

  it('is forgotten with its id: 20,000 of them cost neither time nor memory', () => {
    const world = testWorld()
    const { attachments } = world.store.account('123456789012')
    for (let n = 0; n < 20_000; n++) {
      attachments.addToSet(undefined, [{ fileName: 'a', content: Buffer.alloc(0) }])
      if (n % 100 === 0) world.clock.advance('PT1H')
      attachments.hasRoom([])
    }
    // Those of the last hour, and of the day before.
    expect(attachments.sets().length).to.be.below(26 * 100)
  })

  it('stays with its message when the hour is over', () => {
    const world = testWorld()
    const caseId = open(world, { attachmentSetId: setOf(world, file('a', 'kept')) })
    world.clock.advance('P300D')
    // Whoever adds something makes room for it: the set is emptied, its case is not.
    setOf(world, file('b'))
    const [{ attachmentId }] = latest(world, caseId).attachmentSet
    expect(call(world, 'DescribeAttachment', { attachmentId })).to.deep.equal({
      attachment: file('a', 'kept'),
    })
  })
})

describe('the files of a message', () => {
  it('are on both lists when they are small', () => {
    const world = testWorld()
    const caseId = open(world, { attachmentSetId: setOf(world, file('a'), file('b')) })
    const { attachments, attachmentSet } = latest(world, caseId)
    expect(attachmentSet).to.deep.equal(attachments)
    expect(names(attachments)).to.deep.equal(['a', 'b'])
    for (const { attachmentId } of attachments) expect(attachmentId).to.match(/^attachment-[\w-]{130}$/)
  })

  it('are on the list of all only when they are larger than 5 MB', () => {
    const world = testWorld()
    const caseId = open(world)
    const attachments = [
      { fileName: 'small.bin', data: Buffer.alloc(5 * mebi) },
      { fileName: 'large.bin', data: Buffer.alloc(5 * mebi + 1) },
    ]
    agentReply(world, { caseId, body: 'See these.', attachments })
    const message = latest(world, caseId)
    expect(names(message.attachments)).to.deep.equal(['small.bin', 'large.bin'])
    expect(names(message.attachmentSet)).to.deep.equal(['small.bin'])
  })

  it('are two empty lists when there are none', () => {
    const world = testWorld()
    const { attachments, attachmentSet } = latest(world, open(world))
    expect([attachments, attachmentSet]).to.deep.equal([[], []])
  })

  it('come with the recent messages of DescribeCases too', () => {
    const world = testWorld()
    const caseId = open(world, { attachmentSetId: setOf(world, file('a')) })
    const [{ recentCommunications }] = call(world, 'DescribeCases').cases
    expect(recentCommunications.communications[0]).to.deep.equal(latest(world, caseId))
  })
})

describe('DescribeAttachment', () => {
  const notFound = (id: string) => ({
    __type: 'AttachmentIdNotFound',
    message: `No attachment with the id ${id} was found.`,
  })

  it('gives every byte back', () => {
    const world = testWorld()
    const content = Buffer.from(Array.from({ length: 256 }, (_, n) => n))
    const caseId = open(world, { attachmentSetId: setOf(world, file('all.bin', content)) })
    const [{ attachmentId }] = latest(world, caseId).attachments
    expect(call(world, 'DescribeAttachment', { attachmentId })).to.deep.equal({
      attachment: { fileName: 'all.bin', data: content.toString('base64') },
    })
  })

  it('refuses a file of more than 5 MB', () => {
    const world = testWorld()
    const caseId = open(world)
    const attachments = [{ fileName: 'large.bin', data: Buffer.alloc(5 * mebi + 1) }]
    agentReply(world, { caseId, body: 'See this.', attachments })
    const [{ attachmentId }] = latest(world, caseId).attachments
    expect(call(world, 'DescribeAttachment', { attachmentId })).to.deep.equal({
      __type: 'InvalidParameterValueException',
      message: `The attachment ${attachmentId} is larger than 5 MB. Use GetAttachmentDownloadLink to download it.`,
    })
    expect(call(world, 'GetAttachmentDownloadLink', { attachmentId }).fileName).to.equal('large.bin')
  })

  for (const operation of ['DescribeAttachment', 'GetAttachmentDownloadLink']) {
    it(`${operation} knows no attachment of another account, of an old case or of nobody`, () => {
      const world = testWorld()
      const caseId = open(world, { attachmentSetId: setOf(world, file('a')) })
      const [{ attachmentId }] = latest(world, caseId).attachments
      const ask = (id: string, account?: string) => call(world, operation, { attachmentId: id }, account)
      expect(ask(attachmentId)).not.to.have.property('__type')
      expect(ask(attachmentId, '222222222222')).to.deep.equal(notFound(attachmentId))
      expect(ask('attachment-0')).to.deep.equal(notFound('attachment-0'))
      world.clock.advance('P24M1D')
      expect(ask(attachmentId)).to.deep.equal(notFound(attachmentId))
    })
  }
})

describe('a dry run of the operations on attachments', () => {
  /** A world with a set, an attachment of a case and an upload; and their ids. */
  function prepared() {
    const world = testWorld()
    const attachmentSetId = setOf(world, file('a'))
    const caseId = open(world, { attachmentSetId })
    const [{ attachmentId }] = latest(world, caseId).attachments
    const { uploadId } = call(world, 'GetAttachmentUploadLinks', { fileName: 'u', fileSizeBytes: 1 })
    return { world, ids: { attachmentSetId, caseId, attachmentId, uploadId } }
  }
  type Ids = ReturnType<typeof prepared>['ids']

  const runs: [operation: string, input: (ids: Ids) => object, answer: string][] = [
    ['AddAttachmentsToSet', () => ({ attachments: [file('b')] }), dry.__type],
    [
      'AddAttachmentsToSet',
      ({ attachmentSetId }) => ({ attachmentSetId, attachments: [file('b')] }),
      dry.__type,
    ],
    ['AddAttachmentsToSet', () => ({ attachments: [sized(5 * mebi + 1)] }), tooMuch.__type],
    ['AddAttachmentsToSet', () => ({ attachmentSetId: 'as-0', attachments: [] }), 'AttachmentSetIdNotFound'],
    ['DescribeAttachment', ({ attachmentId }) => ({ attachmentId }), dry.__type],
    ['DescribeAttachment', () => ({ attachmentId: 'a' }), 'AttachmentIdNotFound'],
    ['GetAttachmentDownloadLink', ({ attachmentId }) => ({ attachmentId }), dry.__type],
    ['GetAttachmentDownloadLink', () => ({ attachmentId: 'a' }), 'AttachmentIdNotFound'],
    ['GetAttachmentUploadLinks', () => ({ fileName: 'a', fileSizeBytes: 1 }), dry.__type],
    ['GetAttachmentUploadLinks', () => ({ fileName: 'a' }), 'ValidationException'],
    ['GetAttachmentUploadLinks', () => ({ fileName: 'a', uploadId: 'u' }), 'UploadIdNotFound'],
    ['CompleteAttachmentUpload', ({ uploadId }) => ({ uploadId, completedUploads: [] }), dry.__type],
    [
      'CompleteAttachmentUpload',
      ({ uploadId }) => ({ uploadId, completedUploads: [{ partIndex: 1, eTag: 'x' }] }),
      'ValidationException',
    ],
    ['DescribeAttachmentUploadStatus', ({ uploadId }) => ({ uploadId }), dry.__type],
    ['DescribeAttachmentUploadStatus', () => ({ uploadId: 'u' }), 'UploadIdNotFound'],
    [
      'CreateCase',
      ({ attachmentSetId }) => ({ subject: 'a', communicationBody: 'b', attachmentSetId }),
      dry.__type,
    ],
    [
      'AddCommunicationToCase',
      ({ caseId, uploadId }) => ({ caseId, communicationBody: 'b', uploadIds: [uploadId] }),
      'UploadIdNotFound',
    ],
  ]
  for (const [n, [operation, input, answer]] of runs.entries()) {
    it(`${n + 1}: ${operation} answers ${answer}, and nothing has changed`, () => {
      const { world, ids } = prepared()
      const { world: untouched } = prepared()
      expect(call(world, operation, { ...input(ids), dryRun: true }).__type).to.equal(answer)
      // Whatever comes next has the ids that it would have had.
      const next = (each: World) => [
        setOf(each, file('n')),
        open(each, { attachmentSetId: ids.attachmentSetId }),
        call(each, 'GetAttachmentUploadLinks', { fileName: 'n', fileSizeBytes: 1 }).uploadId,
        call(each, 'DescribeCases', { includeResolvedCases: true }).cases,
      ]
      expect(next(world)).to.deep.equal(next(untouched))
    })
  }

  it('says that the mock has no room', () => {
    const { world } = prepared()
    world.contents.hold([Buffer.alloc(256 * mebi - 10)])
    const input = { attachments: [file('b', Buffer.alloc(100))] }
    for (const dryRun of [true, false])
      expect(call(world, 'AddAttachmentsToSet', { ...input, dryRun }).__type).to.equal(
        'AttachmentLimitExceeded',
      )
  })
})
