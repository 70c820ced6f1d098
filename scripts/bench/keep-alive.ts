/** A bare HTTP connection for load: whole requests out, whole answers in, one at a time. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { BenchError } from './finding.ts'

/** Milliseconds until an answer is given up. */
const patience = 10_000

const emptyLine = Buffer.from('\r\n\r\n')

interface Waiting {
  resolve(answer: Buffer): void
  reject(error: Error): void
}

/** node:http as a client costs about as much as the server that is measured; this costs less. */
export class KeepAlive {
  readonly #socket: Socket
  #arrived: Buffer = Buffer.alloc(0)
  #waiting: Waiting | undefined
  #failure: BenchError | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    socket.on('error', (error) => this.#fail(`The connection broke: ${error.message}`))
    socket.on('close', () => this.#fail('The server closed a connection'))
    socket.setTimeout(patience, () => this.#fail(`No answer came within ${patience / 1000} s`))
  }

  static async open(port: number): Promise<KeepAlive> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    try {
      await once(socket, 'connect', { signal: AbortSignal.timeout(patience) })
    } catch (cause) {
      socket.destroy()
      throw new BenchError(`127.0.0.1:${port} cannot be reached: ${(cause as Error).message}`, { cause })
    }
    return new KeepAlive(socket)
  }

  /** Sends a request and resolves to its answer, head and body. Not to be called while another waits. */
  exchange(request: Buffer): Promise<Buffer> {
    if (this.#failure) return Promise.reject(this.#failure)
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    const arrived = this.#arrived.length === 0 ? chunk : Buffer.concat([this.#arrived, chunk])
    const length = lengthOf(arrived)
    if (length === undefined) this.#fail('An answer came without its length')
    const complete = length !== undefined && arrived.length >= length
    this.#arrived = complete ? Buffer.alloc(0) : arrived
    if (complete) this.#waiting?.resolve(arrived)
  }

  #fail(message: string): void {
    this.#failure ??= new BenchError(message)
    this.#waiting?.reject(this.#failure)
    this.#socket.destroy()
  }
}

/** How many bytes an answer has: infinite while its head is not here, undefined where that does not say. */
function lengthOf(answer: Buffer): number | undefined {
  const end = answer.indexOf(emptyLine)
  if (end < 0) return Number.POSITIVE_INFINITY
  const length = /\r\ncontent-length: *(\d+)/i.exec(answer.toString('latin1', 0, end))?.[1]
  return length === undefined ? undefined : end + emptyLine.length + Number(length)
}
