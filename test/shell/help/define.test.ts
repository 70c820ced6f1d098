/** `conn.describeCases.help` and its like, at the prompt. */
import { Writable } from 'node:stream'
import { inspect } from 'node:util'
import { expect } from 'chai'
import { clientIn, SupportConnection } from '../../../src/client/connection.ts'
import { operation, operationNames } from '../../../src/model/operations.ts'
import { defineHelp } from '../../../src/shell/help/define.ts'
import { help } from '../../../src/shell/help/pages.ts'
import type { PrintOptions } from '../../../src/shell/session/print.ts'
import { Session } from '../../../src/shell/session/session.ts'

const env = {
  AWS_ENDPOINT_URL_SUPPORT: 'http://127.0.0.1:9',
  AWS_ACCESS_KEY_ID: 'a',
  AWS_SECRET_ACCESS_KEY: 'b',
}

function open(columns = 80, print: PrintOptions = {}) {
  let written = ''
  const sink = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      written += chunk
      done()
    },
  })
  const client = clientIn({ env })
  const prepare = defineHelp(client.SupportConnection, { columns: () => columns })
  const conn = new client.SupportConnection()
  const session = new Session({
    globals: { conn },
    directory: process.cwd(),
    ownModule: () => undefined,
    stdout: sink,
    stderr: sink,
    print,
  })
  const shown = async (source: string, isPrepared = true) => {
    written = ''
    if (isPrepared) await prepare(source)
    const outcome = await session.run(source)
    return written + (outcome.status === 'incomplete' ? '(incomplete)' : (outcome.text ?? ''))
  }
  return { shown, conn, prepare, dispose: () => session.dispose() }
}

function page(name: string, columns = 80, colors = false): string {
  const answer = help(name, [], { columns, colors })
  return 'text' in answer ? answer.text : ''
}

const paginators = operationNames
  .filter((name) => operation(name).pages !== undefined)
  .map((name) => `paginate${name[0]!.toUpperCase()}${name.slice(1)}`)

describe('Help on methods', () => {
  for (const name of [...operationNames, ...paginators, 'attach', 'download']) {
    it(`conn.${name}.help prints what .help ${name} shows`, async () => {
      const { shown, dispose } = open()
      expect(await shown(`conn.${name}.help`)).to.equal(page(name))
      dispose()
    })
  }

  for (const [title, source, printed] of [
    ['a method prints as before', 'conn.describeCases', '[Function: describeCases]'],
    ['it is on no list', 'Object.keys(conn.describeCases)', '[]'],
    ['it is on no list of the connection', 'Object.keys(conn)', '[]'],
    ['a method has its name', 'conn.resolveCase.name', "'resolveCase'"],
    ['it is no text, and becomes one', 'String(conn.resolveCase.help)[0]', "'r'"],
    ['the console prints it', 'console.log(conn.resolveCase.help)', `${page('resolveCase')}\n`],
    ['it can be taken out', 'const { help } = conn.resolveCase; help', page('resolveCase')],
    ['conn.help is the whole of it', 'conn.help', page('')],
    [
      'a method still works',
      'conn.describeCases({ caseIDList: [] })',
      /^Uncaught InvalidInput: Unknown member caseIDList/,
    ],
    [
      'a method of nothing still fails',
      'const { describeCases } = conn; describeCases()',
      /^Uncaught TypeError: /,
    ],
  ] as const) {
    it(title, async () => {
      const { shown, dispose } = open()
      const text = await shown(source)
      if (typeof printed === 'string') expect(text).to.equal(printed)
      else expect(text).to.match(printed)
      dispose()
    })
  }

  it('fits the screen, as it is when it prints', async () => {
    const { shown, dispose } = open(40)
    expect(await shown('conn.resolveCase.help')).to.equal(page('resolveCase', 40))
    dispose()
  })

  it('has the colours of other values', async () => {
    const { shown, dispose } = open(80, { colors: true })
    expect(await shown('conn.resolveCase.help')).to.equal(page('resolveCase', 80, true))
    dispose()
  })

  it('is one text in JSON', async () => {
    const { shown, dispose } = open(80, { json: true })
    expect(JSON.parse(await shown('conn.resolveCase.help'))).to.equal(page('resolveCase'))
    dispose()
  })

  it('is loaded only for inputs that mention it', async () => {
    const { shown, conn, dispose } = open()
    await shown('1 + 1')
    await shown('conn.describeCases')
    const { help: asked } = conn.describeCases as unknown as { help: object }
    expect(inspect(asked)).to.equal('Help is being loaded: look again.')
    dispose()
  })

  it('comes a moment later where the input does not say its name', async () => {
    const { shown, prepare, dispose } = open()
    expect(await shown("conn.resolveCase['he' + 'lp']", false)).to.equal('Help is being loaded: look again.')
    await prepare('help')
    expect(await shown("conn.resolveCase['he' + 'lp']", false)).to.equal(page('resolveCase'))
    dispose()
  })

  it('stays out of the library', () => {
    const { dispose } = open()
    const { prototype } = SupportConnection
    for (const name of operationNames) expect(prototype[name]).not.to.have.property('help')
    expect(prototype).not.to.have.property('help')
    dispose()
  })

  it('knows the commands of its shell', async () => {
    const client = clientIn({ env })
    const commands = [{ name: 'exit', usage: '.exit', help: 'Leave the shell.', run: async () => undefined }]
    const prepare = defineHelp(client.SupportConnection, { commands: async () => commands })
    await prepare('conn.help')
    const conn = new client.SupportConnection() as unknown as { help: object }
    expect(inspect(conn.help)).to.match(/^ {2}\.exit +Leave the shell\.$/m)
  })
})
