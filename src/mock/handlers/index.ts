/** All handlers, in the groups of the model. */
import type { OperationName } from '../../model/operations.ts'
import { caseHandlers } from './cases.ts'
import { catalogHandlers } from './catalog.ts'
import type { Handler } from './handler.ts'

const handlers: { readonly [N in OperationName]?: Handler<N> } = { ...caseHandlers, ...catalogHandlers }

/** The operation's handler, or undefined where the mock does not know the operation. */
export function handlerOf<N extends OperationName>(name: N): Handler<N> | undefined {
  return handlers[name]
}
