/** Looks after the cases of an account: program.py, ported line by line as the tutorial says. */
import { readFile, writeFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import {
  type ConnectionOptions,
  isFault,
  metadataOf,
  type RequestLog,
  SupportConnection,
  SupportError,
} from '../../../src/index.ts'

function say(...values: unknown[]) {
  console.log(JSON.stringify(values))
}

async function advance(duration: string) {
  const { ok } = await fetch(`${process.env['MOCK_URL']}/_mock/clock`, {
    method: 'POST',
    body: JSON.stringify({ advance: duration }),
    headers: { 'Content-Type': 'application/json' },
  })
  if (!ok) throw new Error('The clock did not move.')
}

// Sessions and profiles
const session: ConnectionOptions = { profile: 'operations', region: 'us-west-2' }
say('region', session.region)
const config: ConnectionOptions = {
  maxAttempts: 5,
  retryMode: 'standard',
  connectTimeout: 5000,
  requestTimeout: 30_000,
  userAgentAppId: 'case-keeper/1.0',
  proxy: false,
}
const seen: [string, number | undefined][] = []
const support = new SupportConnection({
  ...session,
  ...config,
  endpoint: process.env['MOCK_URL']!,
  onRequest: hook,
})
say('endpoint', support.endpoint === process.env['MOCK_URL'])
say('region', support.region)
try {
  await new SupportConnection({ profile: 'nobody', region: 'us-east-1' }).describeCases()
} catch (error) {
  if (!(error instanceof SupportError && error.name === 'CredentialsError')) throw error
  say('no profile')
}

// Hooks
function hook({ operation, statusCode }: RequestLog) {
  seen.push([operation, statusCode])
}

// Codes
const levels = await support.describeSeverityLevels({ language: 'en' })
say(
  'levels',
  levels.severityLevels?.map(({ code }) => code),
)
say('status', metadataOf(levels)?.statusCode, metadataOf(levels)!.attempts - 1)
say('request id', metadataOf(levels)?.requestId?.length)
const { services = [] } = await support.describeServices({ serviceCodeList: ['amazon-dynamodb'] })
const codes = Object.fromEntries(
  services.map((service) => [service.code, service.categories?.map(({ code }) => code)]),
)
say('services', Object.keys(codes), codes['amazon-dynamodb']?.includes('other'))
say('paginators', 'paginateDescribeCases' in support, 'paginateResolveCase' in support)

// Attachments
const attachmentSet = await support.addAttachmentsToSet({
  attachments: [{ fileName: 'worker.log', data: await readFile('worker.log') }],
})
say('set', attachmentSet.attachmentSetId?.slice(0, 3))
const expiry = new Date(attachmentSet.expiryTime!)
const untilThen = (expiry.getTime() - Date.now()) / 1000
say('expires', 3500 < untilThen && untilThen < 3700)

// A case and its conversation
const { caseId } = await support.createCase({
  subject: 'The worker stops',
  communicationBody: 'The log is attached.',
  serviceCode: 'amazon-dynamodb',
  categoryCode: 'other',
  severityCode: 'low',
  issueType: 'technical',
  language: 'en',
  ccEmailAddresses: ['jane@example.com'],
  attachmentSetId: attachmentSet.attachmentSetId,
})
say('case', caseId?.slice(0, 5))
const added = await support.addCommunicationToCase({ caseId, communicationBody: 'Since Monday.' })
say('added', added.result)
for (let number = 0; number < 12; number++)
  await support.createCase({ subject: `Case ${number}`, communicationBody: 'It broke.' })

// Paginators
const sizes = []
for await (const { cases } of support.paginateDescribeCases({ includeResolvedCases: true, maxResults: 10 }))
  sizes.push(cases?.length)
say('pages', sizes)
const items = support.paginateDescribeCases({ maxResults: 10 }).items()
const take = async (most: number) => {
  const taken = []
  while (taken.length < most) {
    const { value, done } = await items.next()
    if (done) break
    taken.push(value)
  }
  return taken
}
const limited = await take(4)
const rest = await take(Number.POSITIVE_INFINITY)
say('limited', limited.length, rest.length > 0)
say('rest', rest.length)
const whole = []
for await (const each of support.paginateDescribeCases({ includeCommunications: false }).items())
  whole.push(each)
say('whole', whole.length)
const subjects = []
for await (const { severityCode, subject } of support.paginateDescribeCases().items())
  if (severityCode === 'low') subjects.push(subject)
say('search', subjects.length)
const bodies = []
for await (const { body } of support.paginateDescribeCommunications({ caseId: caseId! }).items())
  bodies.push(body)
say('bodies', bodies)

// Several at a time
const latestOf = async (each: { caseId?: string }) =>
  (await support.describeCommunications(each.caseId!)).communications?.[0]?.body

say('latest', [...new Set(await Promise.all(whole.map(latestOf)))].sort())

// Filters by time
const weekAgo = new Date(Date.now() - 7 * 24 * 3600 * 1000).toISOString()
const recent = await support.describeCases({ afterTime: weekAgo, maxResults: 10 })
say('recent', recent.cases?.length, recent.nextToken !== undefined)
const first = recent.cases![0]!
const created = new Date(first.timeCreated!)
say('age', Math.floor((Date.now() - created.getTime()) / 24 / 3600 / 1000))

// Fetching attachments
for (const communication of (await support.describeCommunications({ caseId: caseId! })).communications ??
  []) {
  for (const { attachmentId } of communication.attachmentSet ?? []) {
    const fetched = (await support.describeAttachment({ attachmentId: attachmentId! })).attachment!
    await writeFile(`copy-${fetched.fileName}`, fetched.data!)
    say('fetched', fetched.fileName, fetched.data?.length)
  }
}

// Faults
try {
  await support.describeCommunications({ caseId: 'case-0' })
} catch (error) {
  if (!isFault(error, 'CaseIdNotFound')) throw error
  say('typed', error.name, error.statusCode)
}
try {
  await support.describeAttachment({ attachmentId: 'attachment-0' })
} catch (error) {
  if (!(error instanceof SupportError && error.isServiceFault)) throw error
  if (error.name !== 'AttachmentIdNotFound') throw error
  say('code', error.name, error.requestId?.length)
  say('message', error.message)
}
try {
  // @ts-expect-error the compiler tells it, too
  await support.createCase({ subject: 'x' })
} catch (error) {
  if (!(error instanceof SupportError && error.name === 'InvalidInput')) throw error
  say('invalid', error.message.includes('communicationBody'))
}
const once: ConnectionOptions = { maxAttempts: 1 }
const nowhere = new SupportConnection({ ...session, endpoint: 'http://127.0.0.1:1', ...once })
try {
  await nowhere.describeCases()
} catch (error) {
  if (!(error instanceof SupportError && error.name === 'NetworkError')) throw error
  say('unreachable')
}
const strange = new SupportConnection({
  region: 'us-east-1',
  endpoint: process.env['MOCK_URL']!,
  credentials: { accessKeyId: 'stranger', secretAccessKey: 'none' },
})
try {
  await strange.describeCases()
} catch (error) {
  if (!(error instanceof SupportError && error.isServiceFault)) throw error
  say('refused', error.name)
}

// Trusted Advisor: refresh, wait, read
const { checks } = await support.describeTrustedAdvisorChecks({ language: 'en' })
const check = checks.find(({ name }) => name === 'Idle Load Balancers')!
try {
  await support.refreshTrustedAdvisorCheck({ checkId: check.id })
} catch (error) {
  if (!(error instanceof SupportError && error.isServiceFault)) throw error
  if (error.name !== 'InvalidParameterValueException') throw error
}
let status: string | undefined
for (let n = 0; n < 60; n++) {
  const { statuses } = await support.describeTrustedAdvisorCheckRefreshStatuses({ checkIds: [check.id] })
  status = statuses[0]?.status
  if (['success', 'abandoned', 'none'].includes(status!)) break
  await advance('PT1M')
  await setTimeout(10)
}
say('refresh', status)
const { result } = await support.describeTrustedAdvisorCheckResult({ checkId: check.id, language: 'en' })
for (const resource of result?.flaggedResources ?? []) {
  const row = Object.fromEntries(check.metadata.map((name, index) => [name, resource.metadata[index]]))
  say('finding', row['Load Balancer Name'], resource.isSuppressed)
}
const { summaries } = await support.describeTrustedAdvisorCheckSummaries({
  checkIds: checks.filter(({ category }) => category === 'security').map(({ id }) => id),
})
say('flagged', summaries.filter(({ hasFlaggedResources }) => hasFlaggedResources).length)

// Resolve, and the end
const closed = await support.resolveCase({ caseId })
say('closed', closed.initialCaseStatus, closed.finalCaseStatus)
say(
  'open',
  (await support.describeCases()).cases?.some((each) => each.caseId === caseId),
)
say(
  'seen',
  [...new Set(seen.map(([, statusCode]) => statusCode))].sort(),
  new Set(seen.map(([name]) => name)).size,
)
const [found] = (await support.describeCases({ caseIdList: [caseId!], includeResolvedCases: true })).cases!
say('case', Object.keys(found!).sort(), found?.status, found?.subject)
await support.close()
