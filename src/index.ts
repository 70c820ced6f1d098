/** The public names of the library. */
export type {
  Attachable,
  Attached,
  AttachOptions,
  AttachProgress,
  FileInMemory,
} from './client/attach/attach.ts'
export type { CallOptions } from './client/calls.ts'
export {
  type ConnectToRegion,
  connectToRegion,
  SupportConnection,
} from './client/connection.ts'
export type { Credentials, CredentialsProvider } from './client/credentials.ts'
export type { Data } from './client/data.ts'
export type {
  Downloaded,
  DownloadedFile,
  DownloadOptions,
  DownloadProgress,
} from './client/download/download.ts'
export { type LocalErrorName, OutcomeUnknownError, SupportError } from './client/errors.ts'
export { type Fault, isFault } from './client/fault-guards.ts'
export { metadataOf, type ResultMetadata } from './client/metadata.ts'
export type { Input, OperationMethods, OperationName, Output, Paginators } from './client/operation-types.ts'
export type { Pages } from './client/pages.ts'
export type { RequestLog } from './client/request-log.ts'
export type { ConnectionOptions, RetryMode } from './client/settings.ts'
export { regions, type SupportRegion } from './model/endpoints.ts'
export type { FaultName } from './model/faults.ts'
