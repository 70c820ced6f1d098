/** Preloaded into the command: writes the URL of every module that is loaded until the first prompt to $LOADED. */
import { appendFileSync } from 'node:fs'
import { register } from 'node:module'

const file = process.env.LOADED

const hooks = `
  import { appendFileSync } from 'node:fs'
  export async function load(url, context, next) {
    appendFileSync(${JSON.stringify(file)}, url + '\\n')
    return next(url, context)
  }`
register(`data:text/javascript,${encodeURIComponent(hooks)}`)

const { write } = process.stdout
process.stdout.write = function (text, ...rest) {
  if (String(text).includes('>>> ')) {
    process.stdout.write = write
    appendFileSync(file, 'the prompt\n')
  }
  return write.call(this, text, ...rest)
}
