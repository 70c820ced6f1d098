/** What a handler is: an operation of the model, carried out on an account. */
import type { Input, OperationName, Output } from '../../model/operations.ts'
import type { Ids } from '../ids.ts'
import type { Pager } from '../protocol/paging.ts'
import type { Plan } from '../rules/plan.ts'
import type { Account } from '../store/account.ts'
import type { Link, Permission } from '../store/signed-links.ts'

export interface Context {
  readonly account: Account
  readonly now: number
  readonly ids: Ids
  readonly pager: Pager
  readonly plan: Plan
  /** A link to the mock, as the caller reached it. */
  readonly link: (permission: Permission) => Link
}

/**
 * Checks everything first and changes nothing; what it answers is the deed. So a dry run is a handler
 * whose answer is not called.
 */
export type Handler<N extends OperationName> = (input: Input<N>, context: Context) => () => Output<N>

/** Handlers of some operations. */
export type Handlers<N extends OperationName> = { readonly [K in N]: Handler<K> }
