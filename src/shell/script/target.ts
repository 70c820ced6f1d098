/** Where the calls of a script go. */
import { endpointFor } from '../../model/endpoints.ts'

export interface Target {
  readonly region: string
  /** Absent where the region says it. */
  readonly endpoint?: string
}

/** The region that programs are given that were told nothing. */
export const defaultRegion = 'us-east-1'

export function targetOf({ region, endpoint }: { region: string; endpoint: string }): Target {
  return endpointFor(region)?.url === endpoint ? { region } : { region, endpoint }
}
