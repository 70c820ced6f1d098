/** A served world, raw connections to it, and a timer that is moved by hand. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Timer } from '../../src/mock/http/delays.ts'
import { HttpServer, type ServerOptions } from '../../src/mock/http/server.ts'
import type { World } from '../../src/mock/world.ts'
import { type Headers, headersFor } from './harness.ts'

/** Serves the world while `use` runs. */
export async function served(
  world: World,
  use: (port: number, server: HttpServer) => Promise<void>,
  options: ServerOptions = {},
): Promise<void> {
  const server = new HttpServer(world, options)
  const port = await server.listen(0, '127.0.0.1')
  try {
    await use(port, server)
  } finally {
    await server.close()
  }
}

/** Time passes when a test says so. */
export class HandTimer {
  readonly #waits = new Set<{ readonly act: () => void; readonly milliseconds: number }>()
  readonly #watchers = new Set<() => void>()

  readonly timer: Timer = (act, milliseconds) => {
    const wait = { act, milliseconds }
    this.#waits.add(wait)
    this.#tell()
    return () => {
      if (this.#waits.delete(wait)) this.#tell()
    }
  }

  /** How long is waited for what, in milliseconds. */
  pending(): number[] {
    return [...this.#waits].map(({ milliseconds }) => milliseconds)
  }

  /** Resolves when so many wait for so long. */
  when(milliseconds: number, count: number): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.pending().filter((each) => each === milliseconds).length !== count) return
        this.#watchers.delete(look)
        resolve()
      }
      this.#watchers.add(look)
      look()
    })
  }

  /** Lets the time of those pass who wait for so long now. */
  pass(milliseconds: number): void {
    const due = [...this.#waits].filter((wait) => wait.milliseconds === milliseconds)
    for (const wait of due) this.#waits.delete(wait)
    this.#tell()
    for (const { act } of due) act()
  }

  #tell(): void {
    for (const look of [...this.#watchers]) look()
  }
}

/** The bytes of a request for an operation; `Connection: close` unless told otherwise. */
export function bytesOf(
  operation: string,
  input: object = {},
  extra: Headers = { connection: 'close' },
): string {
  const body = JSON.stringify(input)
  return post({ ...headersFor(operation), 'content-length': String(Buffer.byteLength(body)), ...extra }, body)
}

export function post(headers: Headers, body = '', url = '/', method = 'POST'): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${url} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}

export async function dial(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  socket.setNoDelay()
  await once(socket, 'connect')
  return socket
}

/** Everything that comes until the other side ends; `reset` when it did so by force. */
export async function heard(socket: Socket): Promise<string> {
  try {
    return await text(socket)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') return 'reset'
    throw error
  } finally {
    socket.destroy()
  }
}

/** Sends bytes on a connection of their own; answers all that comes back until the other side ends. */
export async function exchange(port: number, bytes: string | Buffer): Promise<string> {
  const socket = await dial(port)
  socket.write(bytes)
  return heard(socket)
}

/** The statuses of answers, in their order. */
export const statusesIn = (answers: string) =>
  [...answers.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
