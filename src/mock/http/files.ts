/** What signed links lead to: parts of uploads to put, attachments to get. It speaks as S3 does. */

import type { Permission } from '../store/signed-links.ts'
import { bytesOfPart, totalParts } from '../store/uploads.ts'
import type { World } from '../world.ts'
import { header, type Reply, type WireRequest } from './exchange.ts'

/** Answers a request to a signed link. */
export function files(world: World, request: WireRequest): Reply {
  const { method, url } = request
  // As in S3, a link to get a file is signed for GET, and not for HEAD.
  if (method !== 'PUT' && method !== 'GET' && method !== 'HEAD')
    return error(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.')
  const permission = world.links.read(method, new URL(url, 'http://mock'), world.clock.now())
  if (permission === 'SignatureDoesNotMatch')
    return error(
      403,
      permission,
      'The request signature we calculated does not match the signature you provided.',
    )
  if (typeof permission === 'string') return error(403, 'AccessDenied', permission)
  return method === 'PUT' ? put(world, permission, request) : get(world, permission, request)
}

// `uploads/ID/3`: only ids that the mock made are ever signed.
function put(world: World, { accountId, path }: Permission, { body }: WireRequest): Reply {
  const [, uploadId = '', index = ''] = path.split('/')
  const { uploads } = world.store.account(accountId)
  const upload = uploads.get(uploadId)
  const partIndex = Number(index)
  if (!upload || upload.file || partIndex > totalParts(upload))
    return error(404, 'NoSuchUpload', 'The specified upload does not exist. It may have been completed.')
  if (body === 'too large' || body.length > bytesOfPart(upload, partIndex)) {
    return error(400, 'EntityTooLarge', `This part has ${bytesOfPart(upload, partIndex)} bytes at most.`)
  }
  const part = uploads.put(upload, partIndex, body)
  if (!part) return error(503, 'SlowDown', 'The mock endpoint holds as many attachments as it can.')
  world.changes.tell()
  return { statusCode: 200, contentType: 'text/plain', body: '', headers: { ETag: part.eTag } }
}

// `files/ID`
function get(world: World, { accountId, path }: Permission, request: WireRequest): Reply {
  const attachment = world.store.account(accountId).attachments.get(path.split('/')[1] ?? '')
  if (!attachment) return error(404, 'NoSuchKey', 'The specified key does not exist.')
  const { fileName, content } = attachment
  const range = rangeOf(header(request, 'range'), content.length)
  if (range === 'unsatisfiable') {
    const refused = error(416, 'InvalidRange', 'The requested range is not satisfiable')
    return { ...refused, headers: { 'Content-Range': `bytes */${content.length}` } }
  }
  const headers = {
    'Accept-Ranges': 'bytes',
    // Whatever it is, a browser is to save it and not to show it.
    'Content-Disposition': `attachment; filename*=UTF-8''${parameterText(fileName)}`,
    'X-Content-Type-Options': 'nosniff',
  }
  const contentType = 'application/octet-stream'
  if (!range) return { statusCode: 200, contentType, body: content, headers }
  return {
    statusCode: 206,
    contentType,
    body: content.subarray(range.start, range.end),
    headers: { ...headers, 'Content-Range': `bytes ${range.start}-${range.end - 1}/${content.length}` },
  }
}

// `bytes=0-499`, `bytes=500-`, `bytes=-500`. Several ranges at once are answered with everything, as
// S3 answers them.
function rangeOf(text: string | undefined, size: number) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(text ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return undefined
  const [, first = '', last = ''] = match
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first)
  const end = first === '' || last === '' ? size : Math.min(Number(last) + 1, size)
  // A range that ends before it begins is none.
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined
  return start >= size || start >= end ? 'unsatisfiable' : { start, end }
}

// RFC 5987. JSON can hold half a character, which no encoding can.
const parameterText = (text: string) =>
  encodeURIComponent(Buffer.from(text).toString()).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )

function error(statusCode: number, code: string, message: string): Reply {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`
  return { statusCode, contentType: 'application/xml', body }
}
