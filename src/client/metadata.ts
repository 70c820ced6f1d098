/** What is known of a result besides itself. Kept aside, so that results print and compare as what they are. */

/** How a result came about. */
export interface ResultMetadata {
  /** The service's id of the request: what AWS asks for when something is unclear. */
  readonly requestId?: string
  readonly statusCode?: number
  /** How many times the request was sent. */
  readonly attempts: number
  /**
   * The answer was lost, and the effect of the write was found by looking for it: by its text and time. An
   * identical write of another process within the same seconds cannot be told from it.
   */
  readonly recovered?: true
}

const known = new WeakMap<object, ResultMetadata>()

export function keepMetadata(output: object, metadata: ResultMetadata): void {
  known.set(output, metadata)
}

/**
 * How a result of a call came about; undefined for anything else.
 *
 * ```ts
 * const result = await conn.createCase({ ... })
 * console.log(result.caseId, metadataOf(result)?.requestId)
 * ```
 */
export function metadataOf(result: object): ResultMetadata | undefined {
  return known.get(result)
}
