/** Long texts: what the pager gets, what the screen gets, and that nothing is lost whatever the pager does. */
import { type ChildProcess, type SpawnOptions, spawn as spawnProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { expect } from 'chai'
import { type PagerOptions, showLong } from '../../../src/shell/terminal/pager.ts'

const long = Array.from({ length: 30 }, (_, i) => `line ${i + 1}`).join('\n')

/** More than a pipe holds. */
const huge = Array.from({ length: 200_000 }, (_, i) => `line ${i + 1}`).join('\n')

interface Shown {
  /** What was written to the screen directly. */
  readonly written: string
  /** What the pager printed. */
  readonly paged: string
  /** What was started, each a command with its arguments. */
  readonly started: string[]
  readonly options: SpawnOptions[]
  /** How often the terminal was lent. */
  readonly lent: number
}

interface Setting {
  readonly env?: Record<string, string | undefined>
  readonly rows?: number
  readonly columns?: number
  /** Told about every pager that has started. */
  readonly onStart?: (pager: ChildProcess, interrupts: EventEmitter) => void
  readonly spawn?: PagerOptions['spawn']
}

/** Shows a text with real programs; what they print is caught instead of shown. */
async function show(
  text: string,
  { env = {}, rows = 24, columns = 80, ...setting }: Setting = {},
): Promise<Shown> {
  let written = ''
  let paged = ''
  let lent = 0
  const started: string[] = []
  const options: SpawnOptions[] = []
  const ends: Promise<unknown>[] = []
  const interrupts = new EventEmitter()
  const spawn: PagerOptions['spawn'] = (command, args, given) => {
    started.push([command, ...args].join(' '))
    options.push(given)
    const path = { PATH: process.env['PATH'], ...given.env }
    const pager = spawnProcess(command, args, { ...given, env: path, stdio: ['pipe', 'pipe', 'ignore'] })
    pager.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
      paged += chunk
    })
    ends.push(new Promise((resolve) => pager.on('close', resolve).on('error', resolve)))
    setting.onStart?.(pager, interrupts)
    return pager
  }
  await showLong(text, {
    rows,
    columns,
    env,
    output: {
      write: (chunk) => {
        written += chunk
      },
    },
    handOver: (run) => {
      lent++
      return run()
    },
    spawn: setting.spawn ?? spawn,
    interrupts,
  })
  await Promise.all(ends)
  expect(interrupts.listenerCount('SIGINT')).to.equal(0)
  return { written, paged, started, options, lent }
}

const onScreen = (text: string) => ({ written: `${text}\n`, paged: '', started: [], lent: 0 })

const unpaged: [title: string, text: string, setting: Setting][] = [
  ['what fits', 'one\ntwo', {}],
  ['what leaves a row for the prompt', 'line\n'.repeat(22).trimEnd(), { rows: 23 }],
  ['nothing at all', '', {}],
  ['a long text where PAGER is cat', long, { env: { PAGER: 'cat' } }],
  ['a long text where PAGER is empty', long, { env: { PAGER: '' } }],
  ['a long text where PAGER is blank', long, { env: { PAGER: ' ' } }],
  ['a long text on a dumb terminal', long, { env: { TERM: 'dumb' } }],
]

const paged: [title: string, text: string, setting: Setting][] = [
  ['as many lines as there are rows', 'line\n'.repeat(24).trimEnd(), {}],
  ['lines that wrap', 'x'.repeat(80 * 24), {}],
  ['wide characters that wrap', '日'.repeat(40 * 24), {}],
  ['a huge text', huge, {}],
]

/** Programs that are no pager that shows everything; the last column is what is shown after them. */
const endings: [title: string, pager: string, text: string, after: string][] = [
  ['quits before the end', 'head -n 2', huge, ''],
  ['quits without reading', 'true', huge, ''],
  ['does not exist', 'no-such-program-here', long, `${long}\n`],
  ['cannot be run', '/dev/null', long, `${long}\n`],
  ['fails at once', 'false', huge, `${huge}\n`],
  ['fails after it has shown a part', 'head -n 2; false', long, `${long}\n`],
  ['is killed', 'kill -KILL $$', huge, `${huge}\n`],
  ['is ended', 'kill -TERM $$', long, `${long}\n`],
  ['is interrupted', 'kill -INT $$', long, ''],
  ['has a program in it that is interrupted', 'sh -c "kill -INT \\$\\$"', long, ''],
  ['is no command of a shell', 'less "', long, `${long}\n`],
]

describe('The pager', () => {
  for (const [title, text, setting] of unpaged) {
    it(`is not for ${title}`, async () => {
      const { options, ...shown } = await show(text, setting)
      expect(shown).to.deep.equal(onScreen(text))
    })
  }

  it('is not for what is no terminal', async () => {
    let written = ''
    const output = { write: (text: string) => (written += text) }
    const handOver = () => Promise.reject(new Error('lent'))
    await showLong(long, { rows: undefined, columns: 80, env: { PAGER: 'wc' }, output, handOver })
    expect(written).to.equal(`${long}\n`)
  })

  for (const [title, text, setting] of paged) {
    it(`shows ${title}`, async () => {
      const shown = await show(text, { ...setting, env: { PAGER: 'cat -' } })
      expect(shown.paged === `${text}\n`, 'everything was paged').to.equal(true)
      expect({ written: shown.written, started: shown.started, lent: shown.lent }).to.deep.equal({
        written: '',
        started: ['cat -'],
        lent: 1,
      })
    })
  }

  it('measures lines without their colours', async () => {
    const line = `\u001b[31m${'x'.repeat(80)}\u001b[39m`
    expect((await show(Array(23).fill(line).join('\n'))).lent).to.equal(0)
  })

  it('is less, without a shell, where nobody chose another', async () => {
    const { started, options } = await show(long)
    expect(started).to.deep.equal(['less -R'])
    expect(options[0]).to.not.have.property('shell')
    expect(options[0]!.stdio).to.deep.equal(['pipe', 'inherit', 'inherit'])
  })

  it('may be a command with arguments and quotes', async () => {
    const shown = await show(long, { env: { PAGER: "sed -e 's/line 1$/the first/' | head -n 1" } })
    expect(shown.paged).to.equal('the first\n')
  })

  it('gets the settings of git where there are none', async () => {
    const of = async (env: Record<string, string>) => (await show(long, { env })).options[0]!.env
    expect(await of({})).to.include({ LESS: 'FRX', LV: '-c' })
    expect(await of({ LESS: '', LV: '-x' })).to.include({ LESS: '', LV: '-x' })
    expect(await of({ LESS: 'S', HOME: '/home/jane' })).to.include({ LESS: 'S', HOME: '/home/jane' })
  })

  for (const [title, pager, text, after] of endings) {
    it(`${after === '' ? 'may end' : 'loses nothing'} when it ${title}`, async () => {
      const { written, lent } = await show(text, { env: { PAGER: pager } })
      expect(written === after, `${written.length} characters`).to.equal(true)
      expect(lent).to.equal(1)
    })
  }

  it('loses nothing where there is no less', async () => {
    const { written } = await show(long, { env: { PATH: '/nowhere' } })
    expect(written).to.equal(`${long}\n`)
  })

  it('loses nothing where the system starts no program', async () => {
    const spawn = () => {
      throw new Error('spawn ENOMEM')
    }
    expect((await show(long, { spawn })).written).to.equal(`${long}\n`)
  })

  it('may end with any status after Ctrl-C: who pressed it has seen enough', async () => {
    const onStart = (pager: ChildProcess, interrupts: EventEmitter) => {
      pager.stdout!.once('data', () => {
        interrupts.emit('SIGINT')
        pager.kill('SIGTERM')
      })
    }
    const { written, paged: seen } = await show(long, { env: { PAGER: 'head -n 1; exec sleep 60' }, onStart })
    expect([written, seen]).to.deep.equal(['', 'line 1\n'])
  })
})
