/** The mock endpoint: a faithful AWS Support API on a loopback port. */

export type { AgentAction, AgentAttachment, AgentReply } from './agent.ts'
export { MockEndpoint } from './endpoint.ts'
export { MockControlError, MockStartError } from './errors.ts'
export type { SupportCaseUpdate } from './event-poster.ts'
export type { FaultKind, FaultRule } from './fault-rules.ts'
export type { JournalEntry } from './journal.ts'
export { type Plan, plans } from './plan.ts'
export type { State } from './saved-shapes.ts'
export { seedNames } from './seeds.ts'
export type { MockCredentials } from './signers.ts'
export { type MockOptions, startMockEndpoint } from './start.ts'
