import { startMockEndpoint } from '../src/mock/index.ts'
const mock = await startMockEndpoint({ port: 0, strictAuth: false, seed: 'tutorial', state: undefined })
const call = async (m: any, op: string, body: unknown = {}, key = '123456789012', headers: any = {}) => {
  const r = await fetch(m.url + '/', { method: 'POST', headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSSupport_20130415.' + op, 'x-amz-date': '20260801T090000Z', authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260801/us-east-1/support/aws4_request, SignedHeaders=host;x-amz-date, Signature=0`, ...headers }, body: JSON.stringify(body) })
  const t = await r.text()
  return { status: r.status, ...(t.startsWith('{') ? JSON.parse(t) : { t }) }
}
// 1: seed dated at first touch
mock.clock.advance('P25M')
console.log('1 after P25M first touch', (await call(mock, 'DescribeCases')).cases.map((c: any) => [c.caseId, c.timeCreated]), mock.clock.now())
mock.reset()
// 2: agent hits default account silently
await call(mock, 'DescribeCases', {}, '111111111111')
const r2 = await fetch(mock.url + '/_mock/agent/reply', { method: 'POST', body: JSON.stringify({ caseId: 'case-1', body: 'hi' }) })
console.log('2', await r2.text(), (await call(mock, 'DescribeCases', {}, '111111111111')).cases[0].status, (await call(mock, 'DescribeCases')).cases[0].status)
// 3 events: everything after each
const ac = new AbortController()
const ev = await fetch(mock.url + '/_mock/events', { signal: ac.signal })
const reader = ev.body!.getReader()
let got = ''
;(async () => { try { for (;;) { const { value, done } = await reader.read(); if (done) return; got += new TextDecoder().decode(value) } } catch {} })()
await call(mock, 'CreateCase', { subject: 'x', communicationBody: 'y' })
await new Promise((r) => setTimeout(r, 200))
console.log('3', JSON.stringify(got)); ac.abort()
// 4 lost in state round trip
const old = mock.state()
mock.clock.advance('P25M')
const st = mock.state()
console.log('4 cases before/after', old.accounts['123456789012']!.cases.length, st.accounts['123456789012']!.cases.length)
mock.restore(st); mock.clock.advance('-P25M')
console.log('4 after moving back', (await call(mock, 'DescribeCases', { includeResolvedCases: true })).cases.length)
mock.reset()
// 5 advisor timestamps after restore
const checks = (await call(mock, 'DescribeTrustedAdvisorChecks', { language: 'en' })).checks
const ids = checks.map((c: any) => c.id)
const before = (await call(mock, 'DescribeTrustedAdvisorCheckSummaries', { checkIds: ids })).summaries
mock.clock.advance('P3D')
mock.restore(mock.state())
const after = (await call(mock, 'DescribeTrustedAdvisorCheckSummaries', { checkIds: ids })).summaries
console.log('5 changed timestamps', before.filter((b: any, i: number) => b.timestamp !== after[i].timestamp).length, 'of', before.length)
// 6 faults
for (const f of [{ fault: 'ThrottlingException' }, { fault: 'AccessDeniedException' }, { fault: 'SubscriptionRequiredException' }, { kind: 'throttle' }] as any[]) {
  mock.faults([f]); console.log('6', JSON.stringify(f), JSON.stringify(await call(mock, 'DescribeServices')), JSON.stringify(await call(mock,'DescribeSupportedLanguages',{issueType:'technical',serviceCode:'general-info',categoryCode:'using-aws'})))
}
mock.faults([])
// 7 token with explicit default
for (let i = 0; i < 12; i++) await call(mock, 'CreateCase', { subject: 'x' + i, communicationBody: 'y' })
const p1 = await call(mock, 'DescribeCases', { maxResults: 10 })
console.log('7', (await call(mock, 'DescribeCases', { maxResults: 10, nextToken: p1.nextToken, includeResolvedCases: false })))
console.log('7b', (await call(mock, 'DescribeCases', { maxResults: 10, nextToken: p1.nextToken+'!!' })).cases?.length)
// 8 foreign origin on other port
const r8 = await fetch(mock.url + '/_mock/reset', { method: 'POST', headers: { origin: 'http://localhost:3000' } })
console.log('8', r8.status)
// 9 upload status synchronous
const up = await call(mock, 'GetAttachmentUploadLinks', { fileName: 'a', fileSizeBytes: 3 })
console.log('9', up.uploadUrls[0].url.slice(0,60))
const put = await fetch(up.uploadUrls[0].url, { method: 'PUT', body: 'abc' })
console.log('9', await call(mock, 'CompleteAttachmentUpload', { uploadId: up.uploadId, completedUploads: [{ partIndex: 1, eTag: put.headers.get('etag') }] }))
console.log('9b other file name+size on continue', JSON.stringify(await call(mock, 'GetAttachmentUploadLinks', { fileName: 'OTHER', fileSizeBytes: 99999999, uploadId: up.uploadId })).slice(0,200))
console.log('9c same upload twice', JSON.stringify((await call(mock, 'CreateCase', { subject: 'u', communicationBody: 'y', uploadIds: [up.uploadId, up.uploadId] }))))
console.log('9d', (await call(mock, 'DescribeCases')).cases[0].recentCommunications.communications[0].attachments.length)
// 10 assign resolved
const c = (await call(mock, 'DescribeCases')).cases[0].caseId
await call(mock, 'ResolveCase', { caseId: c })
try { mock.agent.assign({ caseId: c }); mock.agent.resolve({caseId: c}); console.log('10 assigned a resolved case without a word') } catch (e) { console.log('10', String(e)) }
// 11 unknown members of control
const r11 = await fetch(mock.url + '/_mock/agent/reply', { method: 'POST', body: JSON.stringify({ caseId: 'case-1', body: 'hi', waits: false, acountId: '1' }) })
console.log('11', r11.status)
// 12 huge idsTaken
const t0 = performance.now()
const r12 = await fetch(mock.url + '/_mock/state', { method: 'PUT', body: JSON.stringify({ version: 1, idsTaken: { x: 30_000_000 }, accounts: {} }) })
console.log('12', r12.status, performance.now() - t0, 'ms for 30e6; 1e9 allowed')
mock.reset()
// 13 attachment sets quadratic
for (const n of [1000, 2000, 4000]) {
  const t = performance.now()
  for (let i = 0; i < n; i++) (mock as any)
  for (let i = 0; i < n / 10; i++) await Promise.all(Array.from({ length: 10 }, () => call(mock, 'AddAttachmentsToSet', { attachments: [{ fileName: 'a', data: 'YQ==' }] })))
  console.log('13', n, Math.round(performance.now() - t), 'ms')
}
console.log('14 path', (await fetch(mock.url + '/some/where', { method: 'POST', headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSSupport_20130415.DescribeServices', 'x-amz-date': '20260801T090000Z', authorization: `AWS4-HMAC-SHA256 Credential=a/20260801/us-east-1/support/aws4_request, SignedHeaders=host;x-amz-date, Signature=0` }, body: '{}' })).status)
await mock.close()
