/** Where the calls of a script go. */
import { type EndpointVariant, endpointFor } from '../../model/endpoints.ts'

export interface Target {
  readonly region: string
  /** Which of the region's endpoints it is; absent where it is the usual one. */
  readonly variant?: EndpointVariant
  /** Absent where the region and the variant say it. */
  readonly endpoint?: string
}

/** The region that programs are given that were told nothing. */
export const defaultRegion = 'us-east-1'

/** A region may have one endpoint for several of them: the first says the least. */
const variants: readonly EndpointVariant[] = [
  {},
  { fips: true },
  { dualstack: true },
  { fips: true, dualstack: true },
]

export function targetOf({ region, endpoint }: { region: string; endpoint: string }): Target {
  const variant = variants.find((each) => endpointFor(region, each)?.url === endpoint)
  if (!variant) return { region, endpoint }
  return variant === variants[0] ? { region } : { region, variant }
}
