/** Takes what looks like a secret out of a text that is about to be written down. */

const hidden = '<redacted>'

const literal = String.raw`'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\`(?:[^\`\\]|\\.)*\``

/** The arguments of the constructor, when they are keys and not options. */
const constructorArguments = new RegExp(
  String.raw`(SupportConnection\s*\(\s*)((?:(?:${literal})\s*,?\s*)+)`,
  'gs',
)

/** `secretAccessKey: '...'`, `AWS_SESSION_TOKEN = '...'` and the like. */
const namedSecret = new RegExp(
  String.raw`((?:accessKeyId|secretAccessKey|sessionToken|AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN))['"]?\]?\s*[:=]\s*)(?:${literal})`,
  'gs',
)

const accessKeyId = /\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}\b/g

/** Secret keys are 40 characters of base64, session tokens are longer. */
const keyLike = /(['"`])[A-Za-z0-9/+=]{40,}\1/g

export function redact(text: string): string {
  return text
    .replace(constructorArguments, (_all, start: string, args: string) => {
      return start + args.replace(new RegExp(literal, 'gs'), `'${hidden}'`)
    })
    .replace(namedSecret, `$1'${hidden}'`)
    .replace(accessKeyId, hidden)
    .replace(keyLike, `'${hidden}'`)
}
