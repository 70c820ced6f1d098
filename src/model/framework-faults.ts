/**
 * Faults of the framework under the service, which its model does not name: signatures, permissions, JSON.
 * Any operation may answer them. Source: the same framework's other services; Support is thought to do the same.
 */
export const frameworkFaults = {
  AccessDeniedException: {
    statusCode: 400,
    help: 'A policy does not let these keys use this operation.',
    remedy:
      'Have an administrator allow it: the action is support: and the name on the wire, support:DescribeCases.',
  },
  ExpiredTokenException: {
    statusCode: 400,
    help: 'The session that the keys belong to is over.',
    remedy: 'Sign in again, as you did to get the keys; keys of a profile are read again by themselves.',
  },
  IncompleteSignatureException: {
    statusCode: 400,
    help: 'Parts of the signature are missing.',
    remedy: 'Something between here and the service changes headers: look at proxies and at the endpoint.',
  },
  InvalidParameterValueException: {
    statusCode: 400,
    help: 'A value is well formed, and the service has no use for it.',
    remedy: 'The message names it. Checks that refresh themselves answer this, and files above 5 MB, too.',
  },
  InvalidSignatureException: {
    statusCode: 400,
    help: 'The signature does not fit the request.',
    remedy: 'Check the secret key, and the clock of this computer: it may be wrong by 15 minutes at most.',
  },
  MissingAuthenticationTokenException: {
    statusCode: 400,
    help: 'The request was not signed.',
    remedy: 'Something between here and the service takes headers away: look at proxies and at the endpoint.',
  },
  RequestEntityTooLargeException: {
    statusCode: 413,
    help: 'The request is larger than the service takes.',
    remedy: 'Send fewer files at once, or large ones by getAttachmentUploadLinks.',
  },
  SerializationException: {
    statusCode: 400,
    help: 'The service could not read the request as JSON of this operation.',
    remedy: 'Look for a value of the wrong type.',
  },
  ServiceUnavailableException: {
    statusCode: 503,
    help: 'The service is not there for the moment.',
    remedy: 'Reads are tried again by themselves. After a write look first whether it took effect.',
  },
  SubscriptionRequiredException: {
    statusCode: 400,
    help: 'The account has no support plan that includes this API.',
    remedy:
      'It takes a Business, Enterprise or Unified Operations plan. The mock needs none: start with --mock.',
  },
  UnknownOperationException: {
    statusCode: 400,
    help: 'There is no such operation at this endpoint.',
    remedy: 'Check the endpoint: another service, or an older copy of this one, may answer there.',
  },
  UnrecognizedClientException: {
    statusCode: 400,
    help: 'Nobody knows the access key, or the session token does not belong to it.',
    remedy: 'Check the keys, and that they belong to this partition of AWS.',
  },
  ValidationException: {
    statusCode: 400,
    help: 'A value breaks a rule of the operation.',
    remedy: 'The message names the member and the rule.',
  },
} as const

export type FrameworkFaultName = keyof typeof frameworkFaults
