/** Which part of the endpoint answers a request: the service, its files, the control API or the page. */

import { answer, ownFault } from '../protocol/service.ts'
import { linkPrefix } from '../store/signed-links.ts'
import { partSize } from '../store/uploads.ts'
import type { World } from '../world.ts'
import { control, controlPrefix } from './control.ts'
import type { Later, Reply, WireRequest } from './exchange.ts'
import { files } from './files.ts'
import { page, pagePaths } from './page.ts'

const mega = 1024 * 1024

/**
 * The largest body of a request to this path. Of the service: three attachments of 5 MB are 20 MB in
 * base64. A state may hold many more.
 */
export function mostBytes(url: string): number {
  if (url.startsWith(linkPrefix)) return partSize
  return url.startsWith(controlPrefix) ? 512 * mega : 32 * mega
}

/** Any request to the endpoint, answered at once, whatever latency it was to have. */
export function respond(world: World, request: WireRequest): Reply {
  let reply = begin(world, request)
  while ('milliseconds' in reply) reply = reply.reply()
  return reply
}

/** Any request to the endpoint. */
export function begin(world: World, request: WireRequest): Reply | Later {
  const { method, url } = request
  const [path = ''] = url.split('?', 1)
  if (url.startsWith(controlPrefix)) return guarded(() => control(world, request))
  if (url.startsWith(linkPrefix)) return guarded(() => files(world, request))
  if ((method === 'GET' || method === 'HEAD') && pagePaths.has(path)) return guarded(() => page(request))
  return answer(world, request)
}

function guarded(act: () => Reply): Reply {
  try {
    return act()
  } catch (error) {
    const { statusCode, message } = ownFault(error)
    return { statusCode, contentType: 'application/json', body: JSON.stringify({ message }) }
  }
}
