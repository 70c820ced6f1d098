/** A proxy before the mock that breaks what it is told to: parts of files, which the mock's faults leave alone. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream'

/** What happens to a part instead: nothing, an answer, the end of the connection after some bytes, silence. */
export type Break = { readonly status: number; readonly body?: string } | 'reset' | 'silence' | undefined

export interface BreakingProxy {
  readonly url: string
  /** The indexes of the parts that were put, in order, broken ones too. */
  readonly parts: number[]
  /** The most parts that were on their way at a time. */
  readonly most: number
  /** Asked for every part. */
  breaks: (partIndex: number, time: number) => Break
  close(): Promise<void>
}

export async function startBreakingProxy(target: string): Promise<BreakingProxy> {
  const parts: number[] = []
  let underWay = 0
  let most = 0
  const forward = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { method, url, headers } = incoming
    const onward = request(new URL(url!, target), { method, headers }, (answer) => {
      // Whoever asked has gone.
      if (outgoing.destroyed) return answer.destroy()
      outgoing.writeHead(answer.statusCode!, answer.headers)
      // An answer that breaks off does so here too.
      return pipeline(answer, outgoing, () => outgoing.destroy())
    })
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  }
  const proxy = createServer((incoming, outgoing) => {
    if (incoming.method !== 'PUT') return forward(incoming, outgoing)
    const partIndex = Number(/\/(\d+)\?/.exec(incoming.url!)![1])
    parts.push(partIndex)
    most = Math.max(most, ++underWay)
    outgoing.once('close', () => underWay--)
    const broken = self.breaks(partIndex, parts.filter((each) => each === partIndex).length)
    if (broken === undefined) return forward(incoming, outgoing)
    if (broken === 'silence') return
    if (broken === 'reset') return incoming.once('data', () => incoming.socket.destroy())
    incoming.resume().once('end', () => outgoing.writeHead(broken.status).end(broken.body))
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const self: BreakingProxy = {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    parts,
    get most() {
      return most
    },
    breaks: () => undefined,
    close: () =>
      new Promise<void>((resolve) => {
        proxy.close(() => resolve())
        proxy.closeAllConnections()
      }),
  }
  return self
}
