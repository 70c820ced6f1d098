/** Telling faults apart, with the types that the model gives them. */
import type { FaultName, faults } from '../model/faults.ts'
import type { StructureValue } from '../model/shape.ts'
import { SupportError } from './errors.ts'

/** An error that is this fault of the service, with what it says: `throttlingReasons`. */
export type Fault<N extends FaultName> = SupportError & { readonly name: N } & Readonly<
    Omit<StructureValue<(typeof faults)[N]['members']>, 'message'>
  >

/**
 * Whether an error is this fault, as the service answered it.
 *
 * ```ts
 * try {
 *   await conn.describeCommunications('case-2')
 * } catch (error) {
 *   if (!isFault(error, 'CaseIdNotFound')) throw error
 * }
 * ```
 * Names that the model does not have are taken too: faults of the framework, and those of a later day.
 */
export function isFault<N extends FaultName>(error: unknown, name: N): error is Fault<N>
export function isFault(error: unknown, name: string & {}): error is SupportError
export function isFault(error: unknown, name: string): boolean {
  return error instanceof SupportError && error.isServiceFault && error.name === name
}
