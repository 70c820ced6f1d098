/** What is said of one operation, and the two ways of saying it: it reads, or it writes. */
import type { FaultName } from './faults.ts'
import type { Members, Shape } from './shape.ts'
import { boolean } from './shape.ts'

/** What a write may have done when its answer is lost, and where to look. */
export type Effect = {
  /** In a half sentence: `the case may have been created`. */
  readonly mayHave: string
  /** Twice is as good as once: it may be sent again when nobody knows whether it took effect. */
  readonly repeatable?: true
} & (
  | {
      /** The read that shows it. */
      readonly seenBy: string
    }
  | {
      /** No operation shows it; what becomes of it when it is left alone. */
      readonly leftAlone: string
    }
)

export interface Operation<I extends Members = Members, O extends Members = Members> {
  /** `write` when the operation changes something on the account. */
  readonly kind: 'read' | 'write'
  /** One line for people: what it does. */
  readonly help: string
  /** What else is to be known before it is used, a sentence each. */
  readonly notes?: readonly string[]
  /** A transcript that passes on a fresh mock with its tutorial seed; its lines have at most 78 characters. */
  readonly example: string
  readonly input: I
  readonly output: O
  /** Modelled faults beyond those that every operation or every `dryRun` may answer; see faultsOf. */
  readonly faults?: readonly FaultName[]
  /** The one needed text member: the method takes it bare, `conn.resolveCase('case-1')`. */
  readonly bare?: keyof I & string
  /** The list member that pages; every paged operation has `nextToken` and `maxResults`. */
  readonly pages?: keyof O & string
  /** On every write: what is known when its answer is lost. */
  readonly effect?: Effect
}

type Described<I extends Members, O extends Members> = Omit<
  Operation<I, O>,
  'kind' | 'bare' | 'pages' | 'effect'
>

// Both keep their literal types: the method's parameter type depends on one, what its pages list on the other.
type Traits<I, O, B, P> = { readonly bare?: B & keyof I & string; readonly pages?: P & keyof O & string }

/** An operation with its kind, its bare member and its list as literal types. */
type Said<K, I extends Members, O extends Members, B extends string, P extends string> = Omit<
  Operation<I, O>,
  'kind' | 'bare' | 'pages'
> & { readonly kind: K; readonly bare?: B; readonly pages?: P }

export function read<
  I extends Members,
  O extends Members,
  const B extends string = never,
  const P extends string = never,
>(operation: Described<I, O> & Traits<I, O, B, P>): Said<'read', I, O, B, P> {
  return { kind: 'read', ...operation }
}

export function write<I extends Members, O extends Members, const B extends string = never>(
  operation: Described<I, O> & Traits<I, O, B, never> & { readonly effect: Effect },
): Said<'write', I, O, B, never> {
  return { kind: 'write', ...operation }
}

/** On every operation outside Trusted Advisor since August 2026. */
export const dryRun = boolean(
  'Only check the request: a valid one answers DryRunOperationException and changes nothing.',
)

/** The members of `input` that a request must have. */
export function requiredMembers(input: Members): string[] {
  return Object.entries<Shape>(input)
    .filter(([, shape]) => shape.required)
    .map(([name]) => name)
}
