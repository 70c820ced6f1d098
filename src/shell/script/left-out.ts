/** What a script says of the calls that are not in it. */
import type { LeftOut } from './plan.ts'

const reasons: Readonly<Record<keyof LeftOut, string>> = {
  older: 'older',
  failed: 'failed',
  dryRuns: 'only checked (dryRun)',
  elsewhere: 'to other endpoints',
  repeated: 'read the same again',
}

/** `2 failed, 1 read the same again`; empty where all calls are in it. */
export function leftOutText(leftOut: LeftOut): string {
  return (Object.keys(reasons) as (keyof LeftOut)[])
    .filter((reason) => leftOut[reason] > 0)
    .map((reason) => `${leftOut[reason]} ${reasons[reason]}`)
    .join(', ')
}
