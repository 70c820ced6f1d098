/** Connections through a proxy, which passes on what it cannot read: TLS to the host behind it. */
import {
  type AgentOptions,
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
} from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP, type Socket } from 'node:net'
import { type ConnectionOptions, connect } from 'node:tls'
import { Agent, type AgentConnectOpts } from 'agent-base'
import { abandoned } from './abandoned.ts'
import { hostOf } from './host.ts'
import { ProxyRefusal, proxyAuthorization } from './proxy.ts'

interface WithRequests {
  addRequest(outgoing: ClientRequest, options: AgentConnectOpts): void
}

/** An agent for https that has a proxy open its connections; they are kept and shared as those of Node's are. */
export class Tunnels extends Agent {
  readonly #proxy: URL
  readonly #secure: Pick<ConnectionOptions, 'ca'>
  readonly #opening = new Set<ClientRequest>()

  /** `secure` is for the host behind the proxy, and for a proxy that itself has TLS. */
  constructor(proxy: URL, options: AgentOptions, secure: Pick<ConnectionOptions, 'ca'>) {
    super(options)
    this.#proxy = proxy
    this.#secure = secure
  }

  /** Called by the base for each connection that is missing. Rejects with a ProxyRefusal, or Node's error. */
  async connect(outgoing: ClientRequest, options: AgentConnectOpts): Promise<Socket> {
    const { host = '', port } = options
    const bare = String(host).replace(/^\[|\]$/g, '')
    const target = isIP(bare) === 6 ? `[${bare}]:${port}` : `${bare}:${port}`
    const through = await this.#open(outgoing, target).catch((error: unknown) => {
      setImmediate(() => this.#takeNext(options))
      throw error
    })
    const { path: _, socketPath: __, ...rest } = options as ConnectionOptions & { socketPath?: string }
    const servername = isIP(bare) ? undefined : bare
    return connect({ ...rest, ...this.#secure, host: bare, socket: through, servername })
  }

  /** Ends those that are being opened as well. */
  override destroy(): void {
    for (const asking of this.#opening) asking.destroy()
    super.destroy()
  }

  /** Where no connection came about, none is set free: Node would leave waiting who waits for one. */
  #takeNext(options: AgentConnectOpts): void {
    const name = this.getName(options)
    const requests = this.requests as unknown as Record<string, ClientRequest[] | undefined>
    const waiting = requests[name]
    let next = waiting?.shift()
    while (next?.destroyed) next = waiting?.shift()
    // Node takes it for granted that a list has a request.
    if (waiting?.length === 0) delete requests[name]
    // As node:http itself hands over a request; the types leave it out.
    if (next) (this as unknown as WithRequests).addRequest(next, options)
  }

  async #open(outgoing: ClientRequest, target: string): Promise<Socket> {
    // Given up while it stood in line: it says so only once.
    if (outgoing.destroyed) throw new Error('The request was given up')
    const { protocol } = this.#proxy
    const ask = protocol === 'https:' ? httpsRequest : httpRequest
    const asking = ask({
      ...{ protocol, ...hostOf(this.#proxy), ...this.#secure, ALPNProtocols: ['http/1.1'] },
      ...{ method: 'CONNECT', path: target, agent: false },
      headers: { host: target, ...proxyAuthorization(this.#proxy) },
    })
    const giveUp = () => asking.destroy()
    this.#opening.add(asking)
    // It may stand first in line when many are closed at once, and each is made up for in its name.
    outgoing.setMaxListeners(0).once(abandoned, giveUp)
    try {
      return await new Promise<Socket>((resolve, reject) => {
        asking.on('error', reject)
        // Whatever the proxy answers to CONNECT, Node takes for a connection.
        asking.once('connect', ({ statusCode = 0 }: IncomingMessage, socket: Socket, head: Buffer) => {
          if (statusCode >= 200 && statusCode < 300) {
            if (head.length > 0) socket.unshift(head)
            return resolve(socket)
          }
          socket.on('error', () => {}).destroy()
          return reject(new ProxyRefusal(statusCode))
        })
        asking.end()
      })
    } finally {
      this.#opening.delete(asking)
      outgoing.off(abandoned, giveUp)
    }
  }
}
