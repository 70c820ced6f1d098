/** Why the network let a request down, in words; the codes are Node's. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (is the endpoint running?)',
  ENOTFOUND: 'no such host (check the region, the endpoint and the network)',
  EAI_AGAIN: 'the name could not be looked up (check the network)',
  ECONNRESET: 'the connection was closed before the answer arrived',
  EPIPE: 'the connection was closed before the request was through',
  ETIMEDOUT: 'the connection timed out',
  ERR_STREAM_PREMATURE_CLOSE: 'the answer broke off',
}

/** A half sentence. An unknown code stands for itself. */
export function networkReason({ code, message }: Error & { readonly code?: string }): string {
  return reasons[code ?? ''] ?? code ?? message
}
