/** What the user has switched; see `.dryrun` and `.table`. */
export interface Modes {
  /** Operations that have it are sent with `dryRun: true`; other writes are refused. */
  dryRun: boolean
  /** Results that are lists of objects are printed as tables. */
  table: boolean
}
