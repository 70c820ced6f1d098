/** The mock endpoint: a faithful AWS Support API on a loopback port. */

export type { CredentialsOption } from './auth/credentials.ts'
export type { MockCredentials } from './auth/signers.ts'
export { MockEndpoint } from './endpoint.ts'
export { MockControlError, MockStartError } from './errors.ts'
export type { JournalEntry } from './protocol/journal.ts'
export type { FaultKind, FaultRule } from './rules/fault-rules.ts'
export { type Plan, plans } from './rules/plan.ts'
export { type MockOptions, startMockEndpoint } from './start.ts'
export type { State } from './state/saved-shapes.ts'
export { seedNames } from './state/seeds.ts'
export type { AgentAction, AgentAttachment, AgentReply } from './store/agent.ts'
export type { SupportCaseUpdate } from './store/event-poster.ts'
