/** Where a setting comes from that no option gives: a variable of the environment, else the profile. */
import type { Environment } from './credentials.ts'
import { localError } from './errors.ts'
import { type Profile, readProfile } from './shared-files.ts'

/** The sources of each setting, the first that says something wins. The names are those of the AWS clients. */
const sources = {
  region: { variables: ['AWS_REGION', 'AWS_DEFAULT_REGION'], setting: 'region' },
  useFipsEndpoint: { variables: ['AWS_USE_FIPS_ENDPOINT'], setting: 'use_fips_endpoint' },
  useDualstackEndpoint: { variables: ['AWS_USE_DUALSTACK_ENDPOINT'], setting: 'use_dualstack_endpoint' },
  ignoreEndpoints: {
    variables: ['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'],
    setting: 'ignore_configured_endpoint_urls',
  },
  maxAttempts: { variables: ['AWS_MAX_ATTEMPTS'], setting: 'max_attempts' },
  retryMode: { variables: ['AWS_RETRY_MODE'], setting: 'retry_mode' },
  caBundle: { variables: ['AWS_CA_BUNDLE'], setting: 'ca_bundle' },
  userAgentAppId: { variables: ['AWS_SDK_UA_APP_ID'], setting: 'sdk_ua_app_id' },
} as const

export type SettingName = keyof typeof sources

/** A value, and what said it, for messages. */
export interface Said {
  readonly value: string
  readonly source: string
}

export class Sources {
  readonly #env: Environment
  readonly #profileName: string
  #profile: Profile | undefined

  constructor(env: Environment, profile: string | undefined) {
    this.#env = env
    this.#profileName = profile ?? (env['AWS_PROFILE'] || 'default')
  }

  /** What is said of a setting; an empty variable says nothing. */
  get(name: SettingName): Said | undefined {
    const { variables, setting } = sources[name]
    for (const variable of variables) {
      const value = this.#env[variable]
      if (value) return { value, source: variable }
    }
    return this.#inProfile('settings', setting)
  }

  /** Whether a setting is `true`; throws a ConfigurationError when it is neither that nor `false`. */
  isOn(name: SettingName): boolean {
    const said = this.get(name)
    if (!said) return false
    const value = said.value.toLowerCase()
    if (value === 'true' || value === 'false') return value === 'true'
    throw localError('ConfigurationError', `${said.source} must be true or false, not ${said.value}`)
  }

  /** The endpoint that is configured, for this service or for all. */
  endpoint(): Said | undefined {
    if (this.isOn('ignoreEndpoints')) return undefined
    for (const variable of ['AWS_ENDPOINT_URL_SUPPORT', 'AWS_ENDPOINT_URL']) {
      const value = this.#env[variable]
      if (value) return { value, source: variable }
    }
    return this.#inProfile('services', 'support.endpoint_url') ?? this.#inProfile('settings', 'endpoint_url')
  }

  #inProfile(part: keyof Profile, setting: string): Said | undefined {
    // The files are read when no variable answers, and once.
    this.#profile ??= readProfile(this.#profileName, this.#env)
    const value = this.#profile[part][setting]
    return value ? { value, source: `${setting} of profile ${this.#profileName}` } : undefined
  }
}
