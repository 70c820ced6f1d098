/** Why the network let a request down, in words; the codes are Node's. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (is the endpoint running?)',
  ENOTFOUND: 'no such host (check the region, the endpoint and the network)',
  EAI_AGAIN: 'the name could not be looked up (check the network)',
  ECONNRESET: 'the connection was closed before the answer arrived',
  EPIPE: 'the connection was closed before the request was through',
  EPROTO: 'it speaks no TLS that this process speaks (is the endpoint http, not https?)',
  ETIMEDOUT: 'the connection timed out',
  ERR_STREAM_PREMATURE_CLOSE: 'the answer broke off',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host (check the endpoint)',
  CERT_HAS_EXPIRED: 'its certificate has expired (or the clock of this machine is wrong)',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet (or the clock of this machine is wrong)',
}

/** Node's parser of HTTP: the answer has more or less than it says, or is no HTTP at all. */
const malformed = /^HPE_/

const untrusted = /CERT|ISSUER|SELF_SIGNED|UNABLE_TO_VERIFY/

/** A half sentence. An unknown code stands for itself. */
export function networkReason({ code, message }: Error & { readonly code?: string }): string {
  const known = reasons[code ?? '']
  if (code && malformed.test(code)) return `the answer is no well-formed HTTP (${code})`
  if (known || !code || !untrusted.test(code)) return known ?? code ?? message
  return `its certificate is not trusted (${code}): AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS can name the one to trust`
}
