/** `download`: an attachment of any size by its link, in parts side by side, each resumed where it broke off. */
import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import fetch, { type Response } from 'node-fetch'
import type { Output } from '../../model/operations.ts'
import type { Calls } from '../calls.ts'
import { localError, SupportError } from '../errors.ts'
import { fromHome } from '../home.ts'
import { LinkAgents } from '../links/agents.ts'
import { isLink, linkReason } from '../links/link.ts'
import { inParallel } from '../links/parallel.ts'
import { refusalOf } from '../links/refusal.ts'
import { Standstill } from '../links/standstill.ts'
import { tell } from '../observe.ts'
import { type OptionKind, wrongOption } from '../options.ts'
import { backOff, realDelay } from '../retry.ts'
import { userAgentOf } from '../user-agent.ts'
import { FileSink, MemorySink, placeFor, type Sink } from './sink.ts'

/** How far a download is. */
export interface DownloadProgress {
  readonly fileName: string
  readonly receivedBytes: number
  readonly totalBytes: number
}

/** Options of one `download`. */
export interface DownloadOptions {
  /** Gives it up. */
  signal?: AbortSignal
  /** Told each time more has arrived. */
  onProgress?: (progress: DownloadProgress) => void
}

const optionKinds = { signal: 'signal', onProgress: 'function' } as const satisfies Record<
  keyof DownloadOptions,
  OptionKind
>

/** An attachment in memory. */
export interface Downloaded {
  fileName: string
  data: Uint8Array
}

/** An attachment in a file. */
export interface DownloadedFile {
  fileName: string
  /** Where it is. */
  path: string
  /** Its size. */
  bytes: number
}

const [width, partSize] = [4, 8 * 1024 * 1024]

/** What the first answer tells of the file. */
interface Described {
  readonly size: number
  /** Whether parts of it can be asked for. */
  readonly ranges: boolean
  readonly eTag?: string
  /** The digest of the whole, in hexadecimals, where the answer tells it. */
  readonly md5?: string
}

/** Downloads an attachment, into `to` where that is given. Rejects with a SupportError, or the signal's reason. */
export async function download(
  calls: Calls,
  attachmentId: string,
  to: string | undefined,
  given?: DownloadOptions,
): Promise<Downloaded | DownloadedFile> {
  const options = given ?? {}
  const wrong = wrongOption(options, optionKinds)
  if (wrong) throw localError('InvalidInput', `download: ${wrong}`)
  if (to === '') throw localError('InvalidInput', "download takes a folder or the name of a file, not ''")
  return calls.asWhole(options.signal, (signal) => fetchAll(calls, attachmentId, to, options, signal))
}

async function fetchAll(
  calls: Calls,
  attachmentId: string,
  to: string | undefined,
  options: DownloadOptions,
  caller: AbortSignal,
): Promise<Downloaded | DownloadedFile> {
  const { surroundings } = calls
  const stopping = new AbortController()
  const signal = AbortSignal.any([caller, stopping.signal])
  const source = new Source(calls, attachmentId, signal)
  try {
    const { fileName } = await source.link()
    const described = await source.describe()
    const { size, ranges } = described
    const directory = surroundings.directory ?? process.cwd()
    const sink =
      to === undefined
        ? MemorySink.open(size)
        : await FileSink.open(await placeFor(resolve(directory, fromHome(to, surroundings.env)), fileName))
    try {
      let receivedBytes = 0
      const received = (bytes: number) => {
        receivedBytes += bytes
        tell(options.onProgress, { fileName, receivedBytes, totalBytes: size })
      }
      async function* parts() {
        const step = ranges ? partSize : size
        for (let start = 0; start < size; start += step) yield { start, end: Math.min(start + step, size) }
      }
      await inParallel(
        width,
        parts(),
        (part) => source.fetchPart(part, described, sink, received),
        (reason) => stopping.abort(reason),
      )
      await verify(sink, described, fileName)
      await sink.finish()
    } catch (error) {
      await sink.abandon()
      throw error
    }
    return sink instanceof MemorySink
      ? { fileName, data: sink.data }
      : { fileName, path: (sink as FileSink).path, bytes: size }
  } finally {
    await source.close()
  }
}

async function verify(sink: Sink, { md5 }: Described, fileName: string): Promise<void> {
  if (md5 === undefined) return
  const hash = createHash('md5')
  for await (const piece of sink.read()) hash.update(piece)
  if (hash.digest('hex') === md5) return
  throw localError('UnexpectedResponse', `${fileName} did not arrive as it was kept: download it again`)
}

/** The file behind the link, and the link, which is fetched anew when it is spent. */
class Source {
  readonly #calls: Calls
  readonly #attachmentId: string
  readonly #signal: AbortSignal
  readonly #agents: LinkAgents
  #link: Promise<{ fileName: string; url: string }> | undefined

  constructor(calls: Calls, attachmentId: string, signal: AbortSignal) {
    this.#calls = calls
    this.#attachmentId = attachmentId
    this.#signal = signal
    this.#agents = new LinkAgents(calls.settings)
  }

  link(): Promise<{ fileName: string; url: string }> {
    const input = { attachmentId: this.#attachmentId }
    this.#link ??= this.#calls
      .callAsPart('getAttachmentDownloadLink', input, { signal: this.#signal })
      .then(({ fileName, downloadUrl }: Partial<Output<'getAttachmentDownloadLink'>>) => {
        if (typeof fileName === 'string' && isLink(downloadUrl?.url))
          return { fileName, url: downloadUrl.url }
        throw localError('UnexpectedResponse', 'The service gave no link to the attachment, and its name')
      })
    return this.#link
  }

  /** Asks for one byte: the answer tells of the whole. */
  describe(): Promise<Described> {
    return this.#trying(
      () => this.#get('bytes=0-0', async (response) => descriptionOf(response)),
      () => false,
    )
  }

  /** Fetches a part; after a failure it goes on where it was. */
  async fetchPart(
    { start, end }: { start: number; end: number },
    { ranges, eTag, size }: Described,
    sink: Sink,
    received: (bytes: number) => void,
  ): Promise<void> {
    let position = start
    const fetchRest = () => {
      // What cannot be asked for in parts begins anew.
      if (!ranges) {
        received(start - position)
        position = start
      }
      return this.#get(ranges ? `bytes=${position}-${end - 1}` : undefined, async (response, moved) => {
        checkPart(response, { position, size, eTag, ranges })
        for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
          if (position + chunk.length > end) throw broken('more came than was asked for')
          await sink.write(chunk, position)
          position += chunk.length
          received(chunk.length)
          moved()
        }
        if (position < end) throw broken('the answer broke off')
      })
    }
    let before = position
    await this.#trying(fetchRest, () => {
      const moved = position > before
      before = position
      return moved
    })
  }

  close(): Promise<void> {
    return this.#agents.close()
  }

  /** Tries some times; one that brought something does not count. */
  async #trying<T>(run: () => Promise<T>, moved: () => boolean): Promise<T> {
    const { settings, surroundings } = this.#calls
    const { delay = realDelay, random } = surroundings
    for (let attempt = 1; ; attempt++) {
      try {
        return await run()
      } catch (error) {
        if (moved()) attempt = 1
        if (!(error instanceof SupportError) || attempt >= settings.maxAttempts) throw error
        if (error.statusCode === 403) this.#link = undefined
        else if (!error.retryable) throw error
        else await delay(backOff(error, attempt, random), this.#signal)
      }
    }
  }

  async #get<T>(
    range: string | undefined,
    use: (response: Response, moved: () => void) => Promise<T>,
  ): Promise<T> {
    const { url } = await this.link()
    const { host } = new URL(url)
    const { settings } = this.#calls
    const { requestTimeout } = settings
    const still = new Standstill(requestTimeout)
    const agent = await this.#agents.for(new URL(url))
    // node-fetch lets an error go uncaught when its signal has fired before it begins.
    this.#signal.throwIfAborted()
    try {
      const response = await fetch(url, {
        headers: { 'user-agent': userAgentOf(settings), ...(range === undefined ? {} : { range }) },
        // What is kept is what is wanted, also where it is compressed.
        compress: false,
        ...{ agent, redirect: 'manual', signal: AbortSignal.any([this.#signal, still.signal]) },
      })
      if (response.status !== 200 && response.status !== 206) {
        throw refusalOf(response.status, await response.text(), `${host} did not give the attachment`)
      }
      return await use(response, () => still.restart())
    } catch (error) {
      if (this.#signal.aborted) throw this.#signal.reason
      if (error instanceof SupportError) throw error
      const why = still.signal.aborted ? `nothing moved for ${requestTimeout} ms` : linkReason(error as Error)
      // No cause: node-fetch puts the whole link into its errors.
      throw localError('NetworkError', `Could not get the attachment from ${host}: ${why}`)
    } finally {
      still.end()
    }
  }
}

const broken = (why: string): SupportError =>
  localError('NetworkError', `Could not get the attachment: ${why}`)

async function descriptionOf(response: Response): Promise<Described> {
  const { status, headers } = response
  const ranges = status === 206
  const text = ranges
    ? /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1]
    : headers.get('content-length')
  // What is not read would keep its socket.
  ;(response.body as unknown as { destroy(): void }).destroy()
  const size = Number(text ?? Number.NaN)
  if (!Number.isSafeInteger(size))
    throw localError('UnexpectedResponse', 'The link does not say how large the attachment is')
  const eTag = headers.get('etag') ?? undefined
  // Of what S3 encrypts by other keys than its own the tag is no digest, and neither is it of several parts.
  const isDigest = !headers.get('x-amz-server-side-encryption')?.startsWith('aws:kms')
  const md5 = isDigest ? /^"([0-9a-f]{32})"$/.exec(eTag ?? '')?.[1] : undefined
  return { size, ranges, eTag, md5 }
}

function checkPart(
  { status, headers }: Response,
  { position, size, eTag, ranges }: { position: number; size: number; eTag?: string; ranges: boolean },
): void {
  const range = `bytes ${position}-`
  const given = headers.get('content-range') ?? ''
  const fits = ranges
    ? status === 206 && given.startsWith(range) && given.endsWith(`/${size}`)
    : status === 200
  if (fits && (headers.get('etag') ?? undefined) === eTag) return
  throw localError('UnexpectedResponse', 'The attachment changed while it was downloaded: download it again')
}
