/** What `new SupportConnection` takes: a line for each option, so that a new one has to be explained here. */
import type { ConnectionOptions } from '../../client/settings.ts'
import type { Row } from './layout.ts'

const options = {
  region: ['text', 'Any region of the partition: AWS_REGION, the profile, else us-east-1.'],
  profile: ['text', 'A profile of the shared AWS files: AWS_PROFILE, else default.'],
  credentials: ['object or function', '{ accessKeyId, secretAccessKey }, or a function that fetches them.'],
  endpoint: ['text', "A URL in the place of the region's: AWS_ENDPOINT_URL_SUPPORT, AWS_ENDPOINT_URL."],
  useFipsEndpoint: ['true or false', 'The endpoint validated after FIPS 140: AWS_USE_FIPS_ENDPOINT.'],
  useDualstackEndpoint: [
    'true or false',
    'The endpoint that has IPv6 besides IPv4: AWS_USE_DUALSTACK_ENDPOINT.',
  ],
  maxAttempts: ['whole number', 'How often a request is sent at most, 3 if not said: AWS_MAX_ATTEMPTS.'],
  retryMode: [
    'standard or adaptive',
    'adaptive slows down to what the service lets through: AWS_RETRY_MODE.',
  ],
  connectTimeout: ['milliseconds', 'For a connection to be there; 10000 if not said, 0 for ever.'],
  requestTimeout: ['milliseconds', 'For the answer to one request; 60000 if not said, 0 for ever.'],
  callTimeout: ['milliseconds', 'For a call with all its requests; for ever if not said.'],
  proxy: ['text or false', 'A URL, or false for none: HTTPS_PROXY, HTTP_PROXY, NO_PROXY.'],
  caBundle: ['path', 'Certificates in the place of the usual ones: AWS_CA_BUNDLE.'],
  userAgentAppId: ['text', 'The application that calls, for the logs of the service: AWS_SDK_UA_APP_ID.'],
  logger: ['object', 'Its debug is told of every request, never of keys or contents; console will do.'],
  onRequest: ['function', 'Called with the same.'],
} as const satisfies Record<keyof ConnectionOptions, readonly [takes: string, text: string]>

export const connectionOptions: readonly Row[] = Object.entries(options).map(([name, [lead, text]]) => ({
  name,
  lead,
  text,
}))
