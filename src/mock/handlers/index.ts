/** All handlers, in the groups of the model: an operation without one is a compile error. */
import type { OperationName } from '../../model/operations.ts'
import { attachmentHandlers } from './attachments.ts'
import { caseHandlers } from './cases.ts'
import { catalogHandlers } from './catalog.ts'
import type { Handler } from './handler.ts'
import { trustedAdvisorHandlers } from './trusted-advisor.ts'

const handlers: { readonly [N in OperationName]: Handler<N> } = {
  ...caseHandlers,
  ...attachmentHandlers,
  ...catalogHandlers,
  ...trustedAdvisorHandlers,
}

export function handlerOf<N extends OperationName>(name: N): Handler<N> {
  return handlers[name]
}
