/** What every request of the service shares. Source: the service's public API model. */
export const service = {
  id: 'Support',
  apiVersion: '2013-04-15',
  signingName: 'support',
  /** `X-Amz-Target: AWSSupport_20130415.DescribeCases` */
  targetPrefix: 'AWSSupport_20130415',
  contentType: 'application/x-amz-json-1.1',
} as const
