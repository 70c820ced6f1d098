/** What a connection's settings come from: options before the environment before the profile. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SupportClient } from '@aws-sdk/client-support'
import { loadSharedConfigFiles } from '@smithy/core/config'
import { expect } from 'chai'
import { type ConnectionOptions, type Settings, settle } from '../../src/client/settings.ts'
import { readProfile } from '../../src/client/shared-files.ts'
import { endpointFor } from '../../src/model/endpoints.ts'

const folder = mkdtempSync(join(tmpdir(), 'support-repl-configuration-'))
after(() => rmSync(folder, { recursive: true }))

const config = join(folder, 'config')
const files = { HOME: folder, AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none') }
writeFileSync(
  config,
  `
; The default is for everyone.
[default]
region = eu-west-1
max_attempts = 7

[profile work]
region = us-gov-west-1
retry_mode = adaptive
max_attempts = 4
endpoint_url = http://127.0.0.1:4
ca_bundle = /certificates/work.pem
services = tools

[profile fips]
region = us-west-2
use_fips_endpoint = true

[profile six]
region = eu-west-1
use_dualstack_endpoint = true
retry_mode = legacy

[profile deaf]
endpoint_url = http://127.0.0.1:4
ignore_configured_endpoint_urls = true

[profile plain]
endpoint_url = http://127.0.0.1:6
services = tools-of-others
sdk_ua_app_id = keeper

[services tools]
s3 =
  endpoint_url = http://127.0.0.1:8
support =
  endpoint_url = http://127.0.0.1:5

[services tools-of-others]
s3 =
  endpoint_url = http://127.0.0.1:8
`,
)

type Row = [
  title: string,
  options: ConnectionOptions,
  env: Record<string, string>,
  expected: Record<string, unknown>,
]
const work = { AWS_PROFILE: 'work' }
const aws = 'https://support.us-east-1.amazonaws.com'

const rows: Row[] = [
  ['the profile of no name', {}, {}, { region: 'eu-west-1', endpoint: aws, maxAttempts: 7 }],
  ['AWS_PROFILE', {}, work, { region: 'us-gov-west-1', retryMode: 'adaptive', maxAttempts: 4 }],
  ['the option before AWS_PROFILE', { profile: 'fips' }, work, { region: 'us-west-2' }],
  [
    'AWS_DEFAULT_REGION before the profile',
    {},
    { AWS_DEFAULT_REGION: 'cn-north-1' },
    { region: 'cn-north-1' },
  ],
  [
    'AWS_REGION before AWS_DEFAULT_REGION',
    {},
    { AWS_REGION: 'us-west-1', AWS_DEFAULT_REGION: 'cn-north-1' },
    { region: 'us-west-1' },
  ],
  [
    'the option before AWS_REGION',
    { region: 'us-east-2' },
    { AWS_REGION: 'us-west-1' },
    { region: 'us-east-2' },
  ],
  [
    'a variable before a profile that code names',
    { profile: 'work' },
    { AWS_REGION: 'us-west-1' },
    { region: 'us-west-1' },
  ],

  ['endpoint_url of the profile', { profile: 'plain' }, {}, { endpoint: 'http://127.0.0.1:6' }],
  ['that of its services before it', {}, work, { endpoint: 'http://127.0.0.1:5' }],
  [
    'AWS_ENDPOINT_URL before both',
    {},
    { ...work, AWS_ENDPOINT_URL: 'http://127.0.0.1:3' },
    { endpoint: 'http://127.0.0.1:3' },
  ],
  [
    'AWS_ENDPOINT_URL_SUPPORT before AWS_ENDPOINT_URL',
    {},
    { AWS_ENDPOINT_URL: 'http://127.0.0.1:3', AWS_ENDPOINT_URL_SUPPORT: 'http://127.0.0.1:2' },
    { endpoint: 'http://127.0.0.1:2' },
  ],
  [
    'the option before all',
    { endpoint: 'http://127.0.0.1:1/' },
    { AWS_ENDPOINT_URL_SUPPORT: 'http://127.0.0.1:2' },
    { endpoint: 'http://127.0.0.1:1' },
  ],
  [
    'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
    { region: 'us-east-1' },
    { ...work, AWS_ENDPOINT_URL: 'http://127.0.0.1:3', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
    { endpoint: aws },
  ],
  [
    'that does not concern the option',
    { endpoint: 'http://127.0.0.1:1' },
    { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
    { endpoint: 'http://127.0.0.1:1' },
  ],
  [
    'the same in the profile',
    { profile: 'deaf' },
    { AWS_ENDPOINT_URL_SUPPORT: 'http://127.0.0.1:2' },
    { endpoint: aws },
  ],

  [
    'use_fips_endpoint of the profile',
    { profile: 'fips' },
    {},
    { endpoint: 'https://support-fips.us-west-2.amazonaws.com', signingRegion: 'us-west-2' },
  ],
  [
    'AWS_USE_FIPS_ENDPOINT before it',
    { profile: 'fips' },
    { AWS_USE_FIPS_ENDPOINT: 'false' },
    { endpoint: aws },
  ],
  [
    'AWS_USE_FIPS_ENDPOINT',
    { region: 'us-gov-east-1' },
    { AWS_USE_FIPS_ENDPOINT: 'true' },
    { endpoint: 'https://support.us-gov-west-1.amazonaws.com', signingRegion: 'us-gov-west-1' },
  ],
  [
    'the option before it',
    { region: 'us-east-1', useFipsEndpoint: false },
    { AWS_USE_FIPS_ENDPOINT: 'true' },
    { endpoint: aws },
  ],

  [
    'use_dualstack_endpoint of the profile',
    { profile: 'six' },
    {},
    { endpoint: 'https://support.eu-west-1.api.aws', signingRegion: 'eu-west-1' },
  ],
  [
    'AWS_USE_DUALSTACK_ENDPOINT before it',
    { profile: 'six' },
    { AWS_USE_DUALSTACK_ENDPOINT: 'false' },
    { endpoint: aws },
  ],
  [
    'the option before AWS_USE_DUALSTACK_ENDPOINT',
    { region: 'us-east-1', useDualstackEndpoint: true, useFipsEndpoint: true },
    { AWS_USE_DUALSTACK_ENDPOINT: 'false' },
    { endpoint: 'https://support-fips.us-east-1.api.aws', signingRegion: 'us-east-1' },
  ],

  ['AWS_MAX_ATTEMPTS before the profile', {}, { AWS_MAX_ATTEMPTS: '2' }, { maxAttempts: 2 }],
  ['the option before AWS_MAX_ATTEMPTS', { maxAttempts: 9 }, { AWS_MAX_ATTEMPTS: '2' }, { maxAttempts: 9 }],
  [
    'AWS_RETRY_MODE before the profile',
    {},
    { ...work, AWS_RETRY_MODE: 'standard' },
    { retryMode: 'standard' },
  ],
  [
    'the option before AWS_RETRY_MODE',
    { retryMode: 'adaptive' },
    { AWS_RETRY_MODE: 'standard' },
    { retryMode: 'adaptive' },
  ],
  [
    'the usual number of attempts',
    { profile: 'fips' },
    {},
    { maxAttempts: 3, retryMode: 'standard', connectTimeout: 10_000, requestTimeout: 60_000, callTimeout: 0 },
  ],
  [
    'that of boto’s legacy mode',
    { profile: 'fips' },
    { AWS_RETRY_MODE: 'legacy' },
    { maxAttempts: 5, retryMode: 'standard' },
  ],
  ['the same of the profile', { profile: 'six' }, {}, { maxAttempts: 5, retryMode: 'standard' }],
  [
    'max_attempts before what the mode has',
    { profile: 'six' },
    { AWS_MAX_ATTEMPTS: '2' },
    { maxAttempts: 2, retryMode: 'standard' },
  ],

  ['ca_bundle of the profile', {}, work, { certificates: ['/certificates/work.pem'] }],
  ['AWS_CA_BUNDLE before it', {}, { ...work, AWS_CA_BUNDLE: '/c.pem' }, { certificates: ['/c.pem'] }],
  [
    'the option before AWS_CA_BUNDLE',
    { caBundle: '/o.pem' },
    { AWS_CA_BUNDLE: '/c.pem' },
    { certificates: ['/o.pem'] },
  ],
  [
    'NODE_EXTRA_CA_CERTS besides them',
    {},
    { AWS_CA_BUNDLE: '/c.pem', NODE_EXTRA_CA_CERTS: '/e.pem' },
    { certificates: ['/c.pem', '/e.pem'] },
  ],
  [
    'no certificates of our own, with NODE_EXTRA_CA_CERTS alone: Node adds those',
    {},
    { NODE_EXTRA_CA_CERTS: '/e.pem' },
    { certificates: [] },
  ],

  ['the application of the profile', { profile: 'plain' }, {}, { userAgentAppId: 'keeper' }],
  [
    'AWS_SDK_UA_APP_ID before it',
    { profile: 'plain' },
    { AWS_SDK_UA_APP_ID: 'other' },
    { userAgentAppId: 'other' },
  ],
  [
    'the option before both',
    { profile: 'plain', userAgentAppId: 'mine' },
    { AWS_SDK_UA_APP_ID: 'other' },
    { userAgentAppId: 'mine' },
  ],

  ['HTTPS_PROXY', {}, { HTTPS_PROXY: 'http://proxy:3128' }, { proxy: 'http://proxy:3128/' }],
  [
    'https_proxy before it',
    {},
    { HTTPS_PROXY: 'http://big:1', https_proxy: 'small:2' },
    { proxy: 'http://small:2/' },
  ],
  ['HTTP_PROXY, which is not for https', {}, { HTTP_PROXY: 'http://proxy:3128' }, { proxy: undefined }],
  [
    'HTTP_PROXY',
    { endpoint: 'http://host.example' },
    { HTTP_PROXY: 'http://proxy:3128' },
    { proxy: 'http://proxy:3128/' },
  ],
  [
    'the option before HTTPS_PROXY',
    { proxy: 'http://mine:1' },
    { HTTPS_PROXY: 'http://proxy:3128' },
    { proxy: 'http://mine:1/' },
  ],
  ['false for none', { proxy: false }, { HTTPS_PROXY: 'http://proxy:3128' }, { proxy: undefined }],
]

const settled = (options: ConnectionOptions, env: Record<string, string>): Settings =>
  settle(options, { env: { ...files, ...env } })

describe('A connection’s settings', () => {
  for (const [title, options, env, expected] of rows) {
    it(title, () => {
      const { proxy, ...settings } = settled(options, env)
      expect({ ...settings, proxy: proxy?.href }).to.deep.include(expected)
    })
  }

  const refused: [string, ConnectionOptions, Record<string, string>, string][] = [
    [
      'a region of no partition',
      {},
      { AWS_REGION: 'mars-1' },
      'Unknown region mars-1: regions look like us-east-1',
    ],
    [
      'an endpoint that is none',
      {},
      { AWS_ENDPOINT_URL: 'localhost' },
      'The endpoint must be an http or https URL, for example http://127.0.0.1:4587, not localhost',
    ],
    [
      'attempts that are no number',
      {},
      { AWS_MAX_ATTEMPTS: 'many' },
      'AWS_MAX_ATTEMPTS must be a whole number of at least 1, not NaN',
    ],
    [
      'an unknown mode',
      {},
      { AWS_RETRY_MODE: 'wild' },
      'AWS_RETRY_MODE must be standard, adaptive or legacy, not wild',
    ],
    [
      'a mode that is a word of JavaScript',
      {},
      { AWS_RETRY_MODE: 'constructor' },
      'AWS_RETRY_MODE must be standard, adaptive or legacy, not constructor',
    ],
    [
      'dual-stack at an endpoint of one’s own',
      { useDualstackEndpoint: true, endpoint: 'http://127.0.0.1:1' },
      {},
      'Dual-stack and a custom endpoint are not supported together',
    ],
    [
      'another protocol, without its password',
      { endpoint: 'ftp://me:pw@host' },
      {},
      'The endpoint must be an http or https URL, for example http://127.0.0.1:4587, not ftp://...@host',
    ],
    [
      'a text for a switch',
      { useFipsEndpoint: 'false' as never },
      {},
      "useFipsEndpoint must be true or false, not 'false'",
    ],
    [
      'an object for a text',
      { endpoint: { port: 1 } as never },
      {},
      'endpoint must be a string, not { port: 1 }',
    ],
    [
      'a logger that cannot',
      { logger: {} as never },
      {},
      'logger must be an object with a debug method, not {}',
    ],
    ['a proxy that is no text', { proxy: true as never }, {}, 'proxy must be a string, or false'],
    [
      'no keys at all',
      { credentials: null as never },
      {},
      'credentials need accessKeyId and secretAccessKey',
    ],
    [
      'a timeout that no timer can wait for',
      { requestTimeout: 3_000_000_000 },
      {},
      'requestTimeout must be a whole number from 0 to 2147483647, not 3000000000',
    ],
    [
      'neither true nor false',
      {},
      { AWS_USE_FIPS_ENDPOINT: 'yes' },
      'AWS_USE_FIPS_ENDPOINT must be true or false, not yes',
    ],
    [
      'FIPS at an endpoint of one’s own',
      { useFipsEndpoint: true, endpoint: 'http://127.0.0.1:1' },
      {},
      'FIPS and a custom endpoint are not supported together',
    ],
    [
      'a proxy that is none, without its password',
      {},
      { HTTPS_PROXY: 'ftp://me:pw@proxy' },
      'HTTPS_PROXY must be the URL of a proxy, for example http://127.0.0.1:3128',
    ],
    [
      'a proxy whose password has a bare %',
      { proxy: 'http://me:100%@proxy' },
      {},
      'A user or password in proxy must have %25 for a %',
    ],
    [
      'a timeout below nothing',
      { callTimeout: -1 },
      {},
      'callTimeout must be a whole number from 0 to 2147483647, not -1',
    ],
  ]
  for (const [title, options, env, message] of refused) {
    it(`refuse ${title}`, () => {
      expect(() => settled(options, env))
        .to.throw(message)
        .with.property('name', 'ConfigurationError')
    })
  }
})

describe('NO_PROXY', () => {
  const env = { HTTPS_PROXY: 'http://proxy:3128' }
  const hosts: [list: string, endpoint: string, through: boolean][] = [
    ['', 'https://support.us-east-1.amazonaws.com', true],
    ['*', 'https://support.us-east-1.amazonaws.com', false],
    ['amazonaws.com', 'https://support.us-east-1.amazonaws.com', false],
    ['.amazonaws.com', 'https://support.us-east-1.amazonaws.com', false],
    ['*.amazonaws.com', 'https://support.us-east-1.amazonaws.com', false],
    ['AMAZONAWS.COM', 'https://support.us-east-1.amazonaws.com', false],
    ['naws.com', 'https://support.us-east-1.amazonaws.com', true],
    ['localhost, amazonaws.com', 'https://support.us-east-1.amazonaws.com', false],
    ['localhost amazonaws.com', 'https://support.us-east-1.amazonaws.com', false],
    ['example.com:8443', 'https://example.com', true],
    ['example.com:443', 'https://example.com', false],
    ['example.com:8443', 'https://example.com:8443', false],
    ['127.0.0.1', 'https://127.0.0.1:4587', false],
    ['127.0.0.0/8', 'https://127.9.9.9', false],
    ['10.0.0.0/8', 'https://127.0.0.1', true],
    ['::1', 'https://[::1]:1', false],
    ['fd00::/8', 'https://[fd12::1]', false],
    ['10.0.0.0/99', 'https://10.0.0.1', true],
  ]
  for (const [list, endpoint, through] of hosts) {
    it(`${JSON.stringify(list)}: ${endpoint} ${through ? 'goes through the proxy' : 'goes directly'}`, () => {
      const { proxy } = settled({ endpoint }, { ...env, NO_PROXY: list })
      expect(proxy !== undefined).to.equal(through)
    })
  }
})

describe('The shared files', () => {
  const text = [
    '[default]',
    'region=us-east-1 # here',
    ' output = json',
    '[profile "with blank"]',
    'region = eu-west-1',
    '[profile nested]',
    's3 =',
    '  addressing_style = path',
    '  max_concurrent_requests = 20 ; many',
    'region = eu-north-1',
    '# [profile commented]',
    '[profile  spaced]',
    'region = x=y',
    'empty =',
    '[other]',
    'region = nowhere',
    '[sso-session s]',
    'sso_region = us-east-1',
    'no equals sign',
    '[profile nested]',
    'again = 1',
    '',
  ].join('\n')

  it('are read as the official reader reads them', async () => {
    const [configFilepath, filepath] = [join(folder, 'tricky'), join(folder, 'keys')]
    writeFileSync(configFilepath, text)
    writeFileSync(filepath, '[nested]\nregion = from-credentials\nextra = 1\n[only]\nregion = eu-central-1\n')
    const { configFile, credentialsFile } = await loadSharedConfigFiles({ configFilepath, filepath })
    const env = { AWS_CONFIG_FILE: configFilepath, AWS_SHARED_CREDENTIALS_FILE: filepath }
    for (const name of ['default', 'with blank', 'nested', 'spaced', 'only', 'other', 'commented']) {
      const { settings } = readProfile(name, env)
      expect({ ...settings }, name).to.deep.equal({ ...credentialsFile[name], ...configFile[name] })
    }
  })
})

describe('FIPS and dual-stack endpoints', () => {
  const sample = [
    'us-east-1',
    'eu-west-1',
    'cn-north-1',
    'us-gov-west-1',
    'us-gov-east-1',
    'us-iso-east-1',
    'us-isob-east-1',
    'eu-isoe-west-1',
    'us-isof-south-1',
    'eusc-de-east-1',
  ]
  const variants = [{ fips: true }, { dualstack: true }, { fips: true, dualstack: true }]
  const client = new SupportClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
  for (const region of sample) {
    for (const { fips = false, dualstack = false } of variants) {
      const words = [...(fips ? ['FIPS'] : []), ...(dualstack ? ['dual-stack'] : [])].join(' and ')
      it(`${region} is where the official client has it: ${words}`, () => {
        const parameters = { Region: region, UseFIPS: fips, UseDualStack: dualstack }
        const { url, properties } = client.config.endpointProvider(parameters, {})
        const [scheme] = (properties?.['authSchemes'] ?? []) as { signingRegion?: string }[]
        const { url: ours, signingRegion } = endpointFor(region, { fips, dualstack })!
        expect([ours, signingRegion]).to.deep.equal([url.origin, scheme?.signingRegion ?? region])
      })
    }
  }
})
