/** The terminal's streams as everybody else finds them: what libraries and threads write there passes the shell. */

type Callback = (error?: Error | null) => void

/** A stream like the given one, but what is written to it is shown. */
export function diverted(stream: NodeJS.WriteStream, show: (text: string) => void): NodeJS.WriteStream {
  // A character may come in two pieces.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const write = (chunk: unknown, encoding?: BufferEncoding | Callback, callback?: Callback): boolean => {
    const bytes =
      typeof chunk === 'string' ? Buffer.from(chunk, typeof encoding === 'string' ? encoding : 'utf8') : chunk
    // The stream says what is wrong with it.
    if (!(bytes instanceof Uint8Array)) return stream.write(bytes as string)
    show(decoder.decode(bytes, { stream: true }))
    const done = typeof encoding === 'function' ? encoding : callback
    if (done) process.nextTick(done)
    return true
  }
  return new Proxy(stream, {
    get: (target, key, receiver) => (key === 'write' ? write : Reflect.get(target, key, receiver)),
  })
}

/** Where programs look for their streams. */
export type Streams = Pick<NodeJS.Process, 'stdout' | 'stderr'>

/** Diverts those that are terminals; answers how to give them back. */
export function divert(streams: Streams, show: (text: string) => void): () => void {
  const before = { stdout: streams.stdout, stderr: streams.stderr }
  for (const name of ['stdout', 'stderr'] as const) {
    if (before[name].isTTY) put(streams, name, diverted(before[name], show) as Streams[typeof name])
  }
  return () => {
    for (const name of ['stdout', 'stderr'] as const) put(streams, name, before[name])
  }
}

/** They have no setters. */
function put<N extends keyof Streams>(streams: Streams, name: N, value: Streams[N]): void {
  Object.defineProperty(streams, name, { configurable: true, enumerable: true, get: () => value })
}
