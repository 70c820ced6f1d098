/** Which variables of an environment decide where connections go and how. */
import { devNull } from 'node:os'
import type { Environment } from './credentials.ts'

const deciding = /^AWS_|^(https?_proxy|no_proxy)$/i

/**
 * The environment without what is configured for AWS and its network, the shared files included: what is
 * set on top of it decides alone.
 */
export function unconfigured(env: Environment): Record<string, string | undefined> {
  const others = Object.entries(env).filter(([name]) => !deciding.test(name))
  return { ...Object.fromEntries(others), AWS_CONFIG_FILE: devNull, AWS_SHARED_CREDENTIALS_FILE: devNull }
}
