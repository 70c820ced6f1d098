/** Scripts of a session, run by the programs that they are for, do what the session did. */
import { existsSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import type { SupportConnection } from '../../../src/client/connection.ts'
import { configured, describePrograms, findAwsClis, newFolder, run } from '../../fidelity/programs.ts'
import { type Scripted, startScripted } from './scripted.ts'

const repository = fileURLToPath(new URL('../../..', import.meta.url))

/** The official client has something to say about versions of Node. */
const quiet = (env: Record<string, string>) => ({ ...env, NODE_NO_WARNINGS: '1' })

/** All that a person would see of an account, without what the service makes up. */
async function contents(conn: SupportConnection): Promise<unknown> {
  const { cases = [] } = await conn.describeCases({ includeResolvedCases: true })
  return Promise.all(
    cases.map(async ({ caseId, subject, status, severityCode, serviceCode, ccEmailAddresses }) => {
      const { communications = [] } = await conn.describeCommunications(caseId!)
      return {
        ...{ subject, status, severityCode, serviceCode, ccEmailAddresses },
        communications: await Promise.all(
          communications.map(async ({ body, attachments = [] }) => ({
            body,
            attachments: await Promise.all(attachments.map((each) => file(conn, each))),
          })),
        ),
      }
    }),
  )
}

async function file(
  conn: SupportConnection,
  { attachmentId, fileName }: { attachmentId?: string; fileName?: string },
) {
  const { downloadUrl } = await conn.getAttachmentDownloadLink(attachmentId!)
  const answer = await fetch(downloadUrl.url)
  return { fileName, data: Buffer.from(await answer.arrayBuffer()).toString('base64') }
}

/** A session with texts and files, of which the scripts have to make the same again. */
async function support({ conn }: Scripted, withFiles: boolean): Promise<void> {
  const attachments = [
    { fileName: 'note.txt', data: Buffer.from('Since Monday.\nGrüße!') },
    { fileName: 'image, "small".png', data: Uint8Array.of(0, 0x89, 0xff) },
  ]
  const { attachmentSetId } = withFiles ? await conn.addAttachmentsToSet({ attachments }) : {}
  const { caseId } = await conn.createCase({
    subject: "-It's $broken `again`",
    communicationBody: 'file://is not a file\n\tsaid "nobody"',
    serviceCode: 'amazon-dynamodb',
    categoryCode: 'other',
    severityCode: 'low',
    ccEmailAddresses: ['jane@example.com', '-joe@example.com'],
    ...(attachmentSetId ? { attachmentSetId } : {}),
  })
  await conn.addCommunicationToCase({
    caseId,
    communicationBody: '@home it works, \u001b[1mreally\u001b[0m: ',
  })
  const { communications } = await conn.describeCommunications(caseId!)
  const [first] = communications!.at(-1)!.attachments ?? []
  if (first) await conn.describeAttachment(first.attachmentId!)
  await conn.resolveCase(caseId!)
  await conn.resolveCase('case-0').catch(() => {})
}

describe('A script of a session', () => {
  let session: Scripted
  let before: unknown

  /** Does what a session does, and leaves the account as it was. */
  const recordSession = async (calls: () => Promise<void>) => {
    await calls()
    before = await contents(session.look)
    session.mock.reset()
    expect(await contents(session.look)).not.to.deep.equal(before)
  }

  beforeEach(async () => {
    session = await startScripted()
  })
  afterEach(() => session.close())

  describePrograms('with the AWS CLI', findAwsClis(), (aws, version) => {
    // Version 1 takes base64 for the content, and so refuses the option that says what it is.
    const withFiles = !version.startsWith('1.')

    it('does the same', async () => {
      await recordSession(() => support(session, withFiles))
      const cwd = newFolder()
      writeFileSync(join(cwd, 'script.sh'), session.aws())
      const ran = await run('/bin/sh', ['script.sh'], { env: configured(aws, session.mock), cwd })
      expect(ran.stderr).to.equal('')
      expect(ran.status).to.equal(0)
      expect(await contents(session.look)).to.deep.equal(before)
    })

    it('takes an id of a later page', async () => {
      const texts = Array.from({ length: 25 }, (_, index) => `Case ${index}`)
      for (const subject of texts) await session.conn.createCase({ subject, communicationBody: subject })
      const { cases, nextToken } = await session.conn.describeCases({ maxResults: 10 })
      const second = await session.conn.describeCases({ maxResults: 10, nextToken })
      expect(cases).to.have.lengthOf(10)
      await session.conn.describeCommunications(second.cases![4]!.caseId!)
      const cwd = newFolder()
      writeFileSync(join(cwd, 'script.sh'), session.aws(3))
      const ran = await run('/bin/sh', ['script.sh'], { env: configured(aws, session.mock), cwd })
      expect(ran.stderr).to.equal('')
      expect(JSON.parse(ran.stdout).communications[0].body).to.equal('Case 10')
    })

    it('stops at the first command that fails', async () => {
      await session.conn.createCase({ subject: 'Help', communicationBody: 'It broke.' })
      await session.conn.resolveCase('case-1')
      const script = session.aws()
      session.mock.reset()
      session.mock.faults([{ operation: 'CreateCase', fault: 'CaseCreationLimitExceeded' }])
      const cwd = newFolder()
      writeFileSync(join(cwd, 'script.sh'), script)
      const ran = await run('/bin/sh', ['script.sh'], { env: configured(aws, session.mock), cwd })
      expect(ran.stderr).to.include('(CaseCreationLimitExceeded)')
      expect(ran.status).to.not.equal(0)
      expect(session.mock.requests().map(({ operation }) => operation)).to.deep.equal(['CreateCase'])
    })
  })

  const node = async (name = 'script.mjs') => {
    const cwd = newFolder()
    symlinkSync(join(repository, 'node_modules'), join(cwd, 'node_modules'))
    writeFileSync(join(cwd, name), session.js())
    return {
      cwd,
      start: () =>
        run(process.execPath, [name], { env: quiet(configured(process.execPath, session.mock)), cwd }),
    }
  }

  it('with the official client does the same, files and all', async () => {
    const large = { fileName: 'large.log', data: Buffer.from('A line of the log.\n'.repeat(300)) }
    const larger = { fileName: 'larger.bin', data: Buffer.alloc(5 * 1024 * 1024 + 7, 'content ') }
    await recordSession(async () => {
      await support(session, true)
      const files = await session.conn.attach(large, larger)
      const texts = { caseId: 'case-1', communicationBody: 'See the files.' }
      await session.conn.addCommunicationToCase({ ...texts, ...files })
    })
    const { cwd, start } = await node()
    for (const { fileName, data } of [large, larger]) writeFileSync(join(cwd, fileName), data)
    const ran = await start()
    expect(ran.stderr).to.equal('')
    expect(ran.status).to.equal(0)
    // Both orders of the two files on the message are fine: a set, then uploads.
    expect(await contents(session.look)).to.deep.equal(before)
    expect(ran.stdout).to.include("fileName: 'note.txt'")
  }).timeout(60_000)

  it('with the official client fails where an operation does', async () => {
    await session.conn.resolveCase('case-1')
    const { start } = await node()
    session.mock.faults([{ operation: 'ResolveCase', fault: 'CaseIdNotFound' }])
    const ran = await start()
    expect(ran.stderr).to.include('CaseIdNotFound')
    expect(ran.status).to.equal(1)
  }).timeout(60_000)

  const curl = ['/usr/bin/curl', '/bin/curl', '/usr/local/bin/curl'].find((path) => existsSync(path))
  if (!curl) it('for a shell sends large files by parts (NOT RUN: curl is not installed here)')
  else {
    it('for a shell sends large files by parts', async () => {
      const larger = { fileName: "it's larger.bin", data: Buffer.alloc(11 * 1024 * 1024 + 7, 'content ') }
      await recordSession(async () => {
        const files = await session.conn.attach(larger)
        const texts = { caseId: 'case-1', communicationBody: 'See the file.' }
        await session.conn.addCommunicationToCase({ ...texts, ...files })
      })
      const cwd = newFolder()
      symlinkSync(join(repository, 'node_modules'), join(cwd, 'node_modules'))
      writeFileSync(join(cwd, larger.fileName), larger.data)
      // The AWS CLIs that can be had here do not know these operations yet.
      writeFileSync(join(cwd, 'aws'), clientAsCli, { mode: 0o755 })
      writeFileSync(join(cwd, 'script.sh'), session.aws())
      const env = configured(join(cwd, 'aws'), session.mock)
      const ran = await run('/bin/sh', ['script.sh'], { env: { ...quiet(env), NODE: process.execPath }, cwd })
      expect(ran.stderr).to.equal('')
      expect(ran.status).to.equal(0)
      expect(await contents(session.look)).to.deep.equal(before)
    }).timeout(60_000)
  }
})

/** As much of the AWS CLI as the function `upload` needs, on the official client. */
const clientAsCli = `#!/bin/sh
exec "$NODE" --input-type=module - "$@" <<'EOF'
import * as library from '@aws-sdk/client-support'
const [, , , command, ...words] = process.argv
const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())
const structure = (text) =>
  Object.fromEntries(text.split(',').map((pair) => [pair.split('=')[0], /^\\d+$/.test(pair.split('=')[1]) ? Number(pair.split('=')[1]) : pair.split('=')[1]]))
const options = {}
while (words.length > 0) {
  const [, name, value] = /^--([a-z-]+)(?:=(.*))?$/s.exec(words.shift())
  const values = value === undefined ? [] : [value]
  while (value === undefined && words.length > 0 && !words[0].startsWith('--')) values.push(words.shift())
  options[camel(name)] = values
}
const { endpointUrl, region, query, output, ...given } = options
const read = {
  fileSizeBytes: ([size]) => Number(size),
  uploadRange: ([range]) => structure(range),
  completedUploads: (uploads) => uploads.map(structure),
  uploadIds: (ids) => ids,
}
const input = Object.fromEntries(Object.entries(given).map(([name, values]) => [name, read[name]?.(values) ?? values[0]]))
const support = new library.SupportClient({ endpoint: endpointUrl[0], region: region[0] })
const Command = library[camel('-' + command) + 'Command']
const answer = await support.send(new Command(input))
const at = (path) => path.split(/[.[\\]]+/).filter(Boolean).reduce((value, step) => value[step], answer)
if (query) {
  const paths = query[0].startsWith('[') ? query[0].slice(1, -1).split(', ') : query
  console.log(paths.map(at).join('\\t'))
}
EOF
`
