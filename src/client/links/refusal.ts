import { SupportError } from '../errors.ts'

/** What a host that signed links lead to says when it refuses, as S3 words it. */
export function refusalOf(status: number, text: string, what: string): SupportError {
  const [, code] = /<Code>([^<]+)<\/Code>/.exec(text) ?? []
  const [, message] = /<Message>([^<]+)<\/Message>/.exec(text) ?? []
  const said = message ?? `it answered with status ${status}`
  return new SupportError(code ?? 'UnexpectedResponse', `${what}: ${said}`, { statusCode: status })
}
