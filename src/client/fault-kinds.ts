/** Which errors may pass by themselves. Source of the names: the classification of the official clients. */

const throttling = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
])

const transient = new Set(['NetworkError', 'RequestTimeout', 'RequestTimeoutException'])

const clockSkew = new Set([
  'AuthFailure',
  'InvalidSignatureException',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
])

interface Failure {
  readonly name: string
  readonly statusCode?: number
}

/** Too many requests: the service did nothing, and wants to be asked more slowly. */
export function isThrottling({ name, statusCode }: Failure): boolean {
  return statusCode === 429 || throttling.has(name)
}

/** A failure of the service, or a network that let the answer down; also an answer that is no JSON. */
export function isTransient({ name, statusCode }: Failure): boolean {
  if (transient.has(name)) return true
  if (statusCode === undefined) return false
  return statusCode >= 500 || (name === 'UnexpectedResponse' && statusCode < 300)
}

/** The signature may have been refused for its time alone. */
export function isClockSkew({ name }: Failure): boolean {
  return clockSkew.has(name)
}
