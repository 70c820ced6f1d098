/** A headless Chromium, spoken to by the DevTools protocol through pipes. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

// biome-ignore lint/suspicious/noExplicitAny: the protocol is large, and what a page answers can be anything
type Json = any

/** The path of a browser, or undefined: `CHROMIUM` says it, else the one on the path. */
function findBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable)
  return process.env['CHROMIUM'] ?? found
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** What a page did that it should not have, and whom it asked. */
export interface Record {
  /** Errors and warnings of the console, uncaught ones too. */
  readonly complaints: string[]
  readonly requested: string[]
}

export class Browser {
  readonly #child: ChildProcess
  readonly #folder: string
  readonly #waiting = new Map<number, { resolve: (result: Json) => void; reject: (error: Error) => void }>()
  readonly #pages = new Map<string, (method: string, params: Json) => void>()
  #last = 0

  constructor(path: string) {
    this.#folder = mkdtempSync(join(tmpdir(), 'support-repl-browser-'))
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run']
    const own = [`--user-data-dir=${this.#folder}`, '--remote-debugging-pipe', 'about:blank']
    // It reads commands from its third pipe and writes to its fourth.
    const stdio = ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] as const
    this.#child = spawn(path, [...flags, ...own], { stdio: [...stdio] })
    let rest = ''
    const output = this.#child.stdio[4] as Readable
    output.setEncoding('utf8').on('data', (chunk: string) => {
      const messages = (rest + chunk).split('\0')
      rest = messages.pop()!
      for (const message of messages) this.#take(JSON.parse(message))
    })
    this.#child.once('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('The browser has ended.'))
    })
  }

  /** A new page, of this size, in a profile of its own. */
  async open(url: string, look: { width?: number; height?: number; dark?: boolean } = {}): Promise<Page> {
    const { width = 1280, height = 800, dark = false } = look
    const { browserContextId } = await this.send('Target.createBrowserContext')
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank', browserContextId })
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true })
    const record: Record = { complaints: [], requested: [] }
    this.#pages.set(sessionId, (method, params) => note(record, method, params))
    const send = (method: string, params?: object) => this.send(method, params, sessionId)
    const page = new Page(send, record, () => this.send('Target.disposeBrowserContext', { browserContextId }))
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await send(`${domain}.enable`)
    const mobile = width < 600
    await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile })
    const features = [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }]
    await send('Emulation.setEmulatedMedia', { features })
    await send('Page.navigate', { url })
    return page
  }

  send(method: string, params: object = {}, sessionId?: string): Promise<Json> {
    const id = ++this.#last
    const input = this.#child.stdio[3] as Writable
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    })
  }

  async close(): Promise<void> {
    const closed = once(this.#child, 'close')
    this.send('Browser.close').catch(() => {})
    await closed
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 })
  }

  #take({ id, sessionId, method, params, result, error }: Json): void {
    if (id === undefined) return void this.#pages.get(sessionId)?.(method, params)
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error) waiting?.reject(new Error(error.message))
    else waiting?.resolve(result)
  }
}

function note({ complaints, requested }: Record, method: string, params: Json): void {
  if (method === 'Runtime.exceptionThrown') complaints.push(params.exceptionDetails.exception?.description)
  if (method === 'Runtime.consoleAPICalled') complaints.push(JSON.stringify(params.args))
  if (method === 'Log.entryAdded') complaints.push(`${params.entry.text} ${params.entry.url ?? ''}`)
  if (method === 'Network.requestWillBeSent') requested.push(params.request.url)
}

/** Keys by name, with what the protocol wants to know of them. */
const keys = {
  Tab: { code: 'Tab', windowsVirtualKeyCode: 9 },
  Enter: { code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' },
  ArrowDown: { code: 'ArrowDown', windowsVirtualKeyCode: 40 },
  ' ': { code: 'Space', windowsVirtualKeyCode: 32, text: ' ' },
}

export class Page {
  readonly #send: (method: string, params?: object) => Promise<Json>
  readonly #close: () => Promise<unknown>
  readonly record: Record

  constructor(
    send: (method: string, params?: object) => Promise<Json>,
    record: Record,
    close: () => Promise<unknown>,
  ) {
    this.#send = send
    this.record = record
    this.#close = close
  }

  /** The value of an expression in the page; a promise is awaited. */
  async value(expression: string): Promise<Json> {
    const { result, exceptionDetails } = await this.#send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }

  /** Waits in the page until the expression is true there; answers its value. */
  async until(expression: string): Promise<Json> {
    // A navigation throws the waiting away together with the page that waited.
    for (;;) {
      try {
        return await this.value(`new Promise((resolve) => {
          const look = () => {
            let value
            try { value = ${expression} } catch {}
            if (value) resolve(value)
            else requestAnimationFrame(look)
          }
          look()
        })`)
      } catch (error) {
        if (!/context was destroyed|navigated|Cannot find context/.test(String(error))) throw error
      }
    }
  }

  /** Presses a key, with Control when `control`. */
  async press(key: keyof typeof keys, { control = false } = {}): Promise<void> {
    const event = { key, ...keys[key], modifiers: control ? 2 : 0 }
    await this.#send('Input.dispatchKeyEvent', { type: 'keyDown', ...event })
    await this.#send('Input.dispatchKeyEvent', { type: 'keyUp', ...event })
  }

  /** Types into what has the focus. */
  async type(text: string): Promise<void> {
    await this.#send('Input.insertText', { text })
  }

  async screenshot(): Promise<Buffer> {
    const { data } = await this.#send('Page.captureScreenshot', { format: 'png' })
    return Buffer.from(data, 'base64')
  }

  /** Chooses files for the input that the selector finds. */
  async chooseFiles(selector: string, files: readonly string[]): Promise<void> {
    const { root } = await this.#send('DOM.getDocument')
    const { nodeId } = await this.#send('DOM.querySelector', { nodeId: root.nodeId, selector })
    await this.#send('DOM.setFileInputFiles', { nodeId, files })
  }

  /** What a screen reader is given: the nodes of the tree. */
  async accessibility(): Promise<Json[]> {
    const { nodes } = await this.#send('Accessibility.getFullAXTree')
    return nodes
  }

  async close(): Promise<void> {
    await this.#close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

/** Opens a page of the suite's browser. */
export type OpenPage = Browser['open']

/** `describe` for tests that need a browser. Where there is none, one test says that they were not run. */
export function describeInBrowser(title: string, suite: (open: OpenPage) => void): void {
  const path = findBrowser()
  if (path === undefined) {
    it(`${title}: NOT RUN, since no Chromium is installed here`, function () {
      this.skip()
    })
    return
  }
  describe(title, () => {
    let browser: Browser
    before(() => {
      browser = new Browser(path)
    })
    after(() => browser.close())
    suite((url, look) => browser.open(url, look))
  })
}
