/**
 * What a program pays for a client, measured from within: `client-program.mjs TASK ours|theirs ENTRY URL COUNT`.
 * Prints one line of JSON.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const [task, side, entry, url, given] = process.argv.slice(2)
const count = Number(given)

const start = performance.now()
const library = await import(entry)
const imported = performance.now() - start

const options = {
  endpoint: url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'AKIABENCH', secretAccessKey: 'a-secret-of-the-bench' },
}

function caller() {
  const input = { maxResults: 10 }
  if (side === 'ours') {
    const conn = new library.SupportConnection(options)
    return () => conn.describeCases(input)
  }
  const client = new library.SupportClient(options)
  return () => client.send(new library.DescribeCasesCommand(input))
}

/** So many calls at a time, until there were `count`. */
async function calls(call, width) {
  let left = count
  const errors = []
  const work = async () => {
    while (left-- > 0) {
      const { cases } = await call().catch((error) => {
        errors.push(error)
        return {}
      })
      if (cases?.length !== 10) errors.push(new Error('not the page that was asked for'))
    }
  }
  await Promise.all(Array.from({ length: width }, work))
  if (errors.length > 0) throw errors[0]
}

const tasks = {
  import: async () => imported,
  /** Microseconds of CPU a call, one after the other. */
  async cpu() {
    const call = caller()
    for (let n = 0; n < 500; n++) await call()
    const before = process.cpuUsage()
    await calls(call, 1)
    const { user, system } = process.cpuUsage(before)
    return (user + system) / count
  },
  /** Milliseconds for all of them, 100 in flight. */
  async flight() {
    const call = caller()
    await call()
    const begin = performance.now()
    await calls(call, 100)
    return performance.now() - begin
  },
  /** Megabytes that the heap has grown from a tenth of the calls to their end. */
  async memory() {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc')
    const used = () => {
      collect()
      return process.memoryUsage().heapUsed / 1e6
    }
    const call = caller()
    for (let n = 0; n < count / 10; n++) await call()
    const before = used()
    await calls(call, 16)
    return used() - before
  },
}

console.log(JSON.stringify(await tasks[task]()))
process.exit()
