/**
 * Shapes: the vocabulary in which the service is described as data, and the TypeScript types that
 * follow from it.
 *
 * A shape is a plain object. The builders below only fill in its `type` and keep the exported types
 * short: help texts and limits are data, they do not appear in inferred types.
 */

/** What the service makes up: another account, or the same call at another time, is told another value. */
export type MadeUp = 'id' | 'time' | 'token' | 'url' | 'duration'

interface Documented {
  /** One sentence for people: what the member means. */
  readonly help: string
  /** Set by {@link required}: a request without it is refused. */
  readonly required?: boolean
}

/** Text. `min` and `max` count UTF-16 code units, as Java does on the service's side. */
export interface StringShape<V extends string = string> extends Documented {
  readonly type: 'string'
  readonly min?: number
  readonly max?: number
  /** The whole value must match; in the notation of the service's messages. */
  readonly pattern?: string
  /** Known values, for completion and types. The service may accept others. */
  readonly values?: readonly V[]
  readonly madeUp?: MadeUp
}

/** A whole number within `min` and `max`. */
export interface IntegerShape extends Documented {
  readonly type: 'integer'
  readonly min?: number
  readonly max?: number
  readonly madeUp?: MadeUp
}

/** A number with a fraction. */
export interface DoubleShape extends Documented {
  readonly type: 'double'
}

export interface BooleanShape extends Documented {
  readonly type: 'boolean'
}

/** Bytes: a Uint8Array in JavaScript, base64 text on the wire. */
export interface BlobShape extends Documented {
  readonly type: 'blob'
}

/** A list of `min` to `max` members of one shape. A sparse list may hold null. */
export interface ListShape<S extends Shape = Shape> extends Documented {
  readonly type: 'list'
  readonly member: S
  readonly min?: number
  readonly max?: number
  readonly sparse?: boolean
}

export interface StructureShape<M extends Members = Members> extends Documented {
  readonly type: 'structure'
  readonly members: M
}

export type Shape =
  | StringShape<string>
  | IntegerShape
  | DoubleShape
  | BooleanShape
  | BlobShape
  | ListShape
  | StructureShape

/** The members of a structure by name, in the order in which people should meet them. */
export interface Members {
  readonly [name: string]: Shape
}

/** Marks a member as one that has to be there. */
export type Required<S extends Shape> = S & { readonly required: true }

interface TextRules<V extends string> {
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
  readonly values?: readonly V[]
  readonly madeUp?: MadeUp
}

export function string<const V extends string = string>(
  help: string,
  rules: TextRules<V> = {},
): StringShape<V> {
  return { type: 'string', help, ...rules }
}

export function integer(help: string, rules: Omit<IntegerShape, 'type' | 'help'> = {}): IntegerShape {
  return { type: 'integer', help, ...rules }
}

export function double(help: string): DoubleShape {
  return { type: 'double', help }
}

export function boolean(help: string): BooleanShape {
  return { type: 'boolean', help }
}

export function blob(help: string): BlobShape {
  return { type: 'blob', help }
}

export function list<S extends Shape>(
  help: string,
  member: S,
  rules: { min?: number; max?: number } = {},
): ListShape<S> {
  return { type: 'list', help, member, ...rules }
}

/** A list of texts in which the service may leave holes: its members are string or null. */
export function sparseList(help: string, member: StringShape): ListShape<StringShape> & { sparse: true } {
  return { type: 'list', help, member, sparse: true }
}

export function structure<M extends Members>(help: string, members: M): StructureShape<M> {
  return { type: 'structure', help, members }
}

export function required<S extends Shape>(shape: S): Required<S> {
  return { ...shape, required: true }
}

/** Makes intersections of mapped types read as one object in an editor. */
export type Flatten<T> = { [K in keyof T]: T[K] } & {}

/** Known values are suggested, others are allowed. */
type Text<V extends string> = string extends V ? string : V | (string & {})

type RequiredKeys<M> = { [K in keyof M]: M[K] extends { readonly required: true } ? K : never }[keyof M]

/** The TypeScript type of a structure's value: required members first, the others optional. */
export type StructureValue<M> = Flatten<
  { [K in RequiredKeys<M>]: Value<M[K]> } & { [K in Exclude<keyof M, RequiredKeys<M>>]?: Value<M[K]> }
>

/** The TypeScript type of a shape's value. */
export type Value<S> = S extends { readonly type: 'string' }
  ? S extends StringShape<infer V>
    ? Text<V>
    : string
  : S extends { readonly type: 'integer' | 'double' }
    ? number
    : S extends { readonly type: 'boolean' }
      ? boolean
      : S extends { readonly type: 'blob' }
        ? Uint8Array
        : S extends { readonly type: 'list'; readonly sparse: true; readonly member: infer E }
          ? (Value<E> | null)[]
          : S extends { readonly type: 'list'; readonly member: infer E }
            ? Value<E>[]
            : S extends { readonly type: 'structure'; readonly members: infer M }
              ? StructureValue<M>
              : never
