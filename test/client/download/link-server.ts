/** A service that gives links to one file, and the file in ranges, as S3 does; it breaks what it is told to. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What happens to one request for the file instead of its answer. */
export type Break =
  | { readonly status: number; readonly body?: string }
  /** The connection ends after so many bytes. */
  | { readonly after: number }
  | 'silence'
  | undefined

export interface LinkServer {
  readonly url: string
  /** How many links were given. */
  links: number
  /** The ranges that were asked for, in order. */
  readonly ranges: (string | undefined)[]
  /** The codings that were asked for. */
  readonly codings: Set<string | undefined>
  headers: Record<string, string>
  withRanges: boolean
  /** What the service says instead of a link. */
  says?: object
  /** Asked for every request, which count from 0. */
  breaks: (request: number, range: string | undefined) => Break
  close(): Promise<void>
}

export async function startLinkServer(file: Uint8Array, fileName: string): Promise<LinkServer> {
  const give = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { range } = incoming.headers
    self.codings.add(incoming.headers['accept-encoding'])
    const broken = self.breaks(self.ranges.push(range) - 1, range)
    if (broken === 'silence') return
    if (broken && 'status' in broken) return outgoing.writeHead(broken.status).end(broken.body)
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec((self.withRanges && range) || '') ?? []
    const bytes = first === undefined ? file : file.subarray(Number(first), Number(last) + 1)
    const end = Number(first) + bytes.length - 1
    const content = first === undefined ? {} : { 'content-range': `bytes ${first}-${end}/${file.length}` }
    const headers = { ...content, 'content-length': bytes.length, ...self.headers }
    outgoing.writeHead(first === undefined ? 200 : 206, headers)
    if (!broken) return outgoing.end(bytes)
    return outgoing.write(bytes.subarray(0, broken.after), () => outgoing.socket?.destroySoon())
  }
  const server = createServer((incoming, outgoing) => {
    if (incoming.method === 'GET') return give(incoming, outgoing)
    const downloadUrl = { url: `${self.url}/file?X-Amz-Signature=SECRET${self.links++}`, expiryDate: 'x' }
    return incoming
      .resume()
      .once('end', () => outgoing.end(JSON.stringify(self.says ?? { fileName, downloadUrl })))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const self: LinkServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ links: 0, ranges: [], codings: new Set(), headers: {}, withRanges: true, breaks: () => undefined },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return self
}
