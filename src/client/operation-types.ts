/**
 * The operations as methods, and their types, from the model.
 *
 * In the package these types are written out, so that an editor shows what each method and member means: the
 * build makes operation-types.d.ts from the model, with the same names and the same types; see
 * scripts/documented-types.ts.
 */
import type { Input as ModelInput, OperationName, Output, operations } from '../model/operations.ts'
import type { CallOptions } from './calls.ts'
import type { Data } from './data.ts'
import type { Pages } from './pages.ts'

export type { OperationName, Output }

/** Bytes may be given in any form that {@link Data} has. */
type Given<T> = T extends string | number | boolean
  ? T
  : T extends Uint8Array
    ? Data
    : T extends readonly (infer E)[]
      ? Given<E>[]
      : T extends object
        ? { [K in keyof T]: Given<T[K]> }
        : T

/** What an operation takes. */
export type Input<N extends OperationName> = Given<ModelInput<N>>

type Bare<N extends OperationName> = (typeof operations)[N] extends { bare?: infer B }
  ? [B] extends [undefined]
    ? never
    : string
  : never

type Arguments<N extends OperationName> =
  Partial<Input<N>> extends Input<N>
    ? [input?: Input<N> | Bare<N>, options?: CallOptions]
    : [input: Input<N> | Bare<N>, options?: CallOptions]

/** Every operation as a method. One needed text may stand bare: `conn.resolveCase('case-1')`. */
export type OperationMethods = {
  [N in OperationName]: (...args: Arguments<N>) => Promise<Output<N>>
}

type PagedName = {
  [N in OperationName]: (typeof operations)[N] extends { input: { nextToken: unknown; maxResults: unknown } }
    ? N
    : never
}[OperationName]

type ItemOf<N extends PagedName> = (typeof operations)[N] extends { pages?: infer L extends string }
  ? Output<N> extends { readonly [K in L]?: (infer I)[] }
    ? I
    : never
  : never

/** Every paged operation as an iterator over its pages: `conn.paginateDescribeCases()`. */
export type Paginators = {
  [N in PagedName as `paginate${Capitalize<N>}`]: (...args: Arguments<N>) => Pages<Output<N>, ItemOf<N>>
}
