/** The connections to where signed links lead: another host than the service's, over the same proxy. */
import { type Agent, Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { readCertificates } from '../http/route.ts'
import type { Settings } from '../settings.ts'

export class LinkAgents {
  readonly #settings: Pick<Settings, 'proxyTo' | 'certificates'>
  readonly #agents = new Map<string, Promise<Agent>>()

  constructor(settings: Pick<Settings, 'proxyTo' | 'certificates'>) {
    this.#settings = settings
  }

  /** The connections for a link, kept open. Without TLS they go directly: the service's links have it. */
  for(url: URL): Promise<Agent> {
    const proxy = url.protocol === 'https:' ? this.#settings.proxyTo(url) : undefined
    const key = `${url.protocol} ${proxy?.href}`
    const found = this.#agents.get(key) ?? this.#open(url, proxy)
    this.#agents.set(key, found)
    return found
  }

  async close(): Promise<void> {
    for (const agent of await Promise.allSettled(this.#agents.values())) {
      if (agent.status === 'fulfilled') agent.value.destroy()
    }
  }

  async #open(url: URL, proxy: URL | undefined): Promise<Agent> {
    const { certificates } = this.#settings
    const secure = certificates.length > 0 ? { ca: certificates.map(readCertificates) } : {}
    if (url.protocol !== 'https:') return new HttpAgent({ keepAlive: true })
    if (!proxy) return new HttpsAgent({ keepAlive: true, ...secure })
    const { Tunnels } = await import('../http/tunnels.ts')
    return new Tunnels(proxy, { keepAlive: true }, secure)
  }
}
