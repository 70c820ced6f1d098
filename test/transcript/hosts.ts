/** Test runners in processes of their own, with a test file that has transcripts as its tests. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { environment } from '../e2e/command.ts'
import { folderWith } from '../e2e/runs.ts'

export const hosts = ['mocha', 'node:test'] as const

/** What became of a test, or of what comes after the tests of a file. */
export interface Outcome {
  readonly file: string
  readonly title: string
  readonly status: 'passed' | 'failed' | 'skipped' | 'known to fail'
  readonly message: string
}

/** Runs transcripts; the outcomes are in the order of the files' names, and of what is in them. */
export function runHost(
  host: (typeof hosts)[number],
  files: Readonly<Record<string, string>>,
  { timeout = 10_000, before = '' } = {},
): { outcomes: Outcome[]; status: number | null; stderr: string } {
  const { command, read } = runners[host]
  const paths = Object.keys(files)
    .filter((path) => path.endsWith('.rst'))
    .sort()
  const program = `${before}
    import { describeTranscripts } from '${new URL('../../dist/mocha.js', import.meta.url)}'
    await describeTranscripts(${JSON.stringify(paths)}, { timeout: ${timeout} })`
  const cwd = folderWith({ ...files, 'a.test.mjs': program })
  const { stdout, stderr, status } = spawnSync(process.execPath, [...command, 'a.test.mjs'], {
    cwd,
    encoding: 'utf8',
    env: environment({ HOME: cwd }),
    timeout: 30_000,
    killSignal: 'SIGKILL',
  })
  expect(status, `${stdout}${stderr}`).not.to.equal(null)
  return { outcomes: read(stdout), status, stderr }
}

const mocha = fileURLToPath(new URL('../../node_modules/mocha/bin/mocha.js', import.meta.url))

/** A reporter of node:test: an event a line. */
const eventLines = `export default async function* (events) {
  for await (const { type, data } of events) {
    if (!/^test:(pass|fail)$/.test(type)) continue
    const { name, nesting, skip, todo, details: { error } } = data
    yield JSON.stringify({ type, name, nesting, skip, todo, message: error?.cause?.message ?? error?.cause ?? error?.message }) + '\\n'
  }
}`

const runners: Record<(typeof hosts)[number], { command: string[]; read: (stdout: string) => Outcome[] }> = {
  mocha: {
    command: [mocha, '--no-config', '--exit', '--reporter=json'],
    read(stdout) {
      interface Told {
        fullTitle: string
        err?: { message?: string }
      }
      const { tests, pending, failures } = JSON.parse(stdout) as Record<string, Told[]>
      const skipped = new Set(pending!.map(({ fullTitle }) => fullTitle))
      const hooks = failures!.filter(({ fullTitle }) => fullTitle.includes('" hook'))
      return [...tests!, ...hooks].map(({ fullTitle, err }) => {
        const [, file = '', title = ''] = /^(\S+) (.*)$/s.exec(fullTitle) ?? []
        const { message = '' } = err ?? {}
        const status = skipped.has(fullTitle) ? 'skipped' : message === '' ? 'passed' : 'failed'
        return { file, title, status, message }
      })
    },
  },
  'node:test': {
    command: ['--test-force-exit', `--test-reporter=data:text/javascript,${encodeURIComponent(eventLines)}`],
    read(stdout) {
      const outcomes: Outcome[] = []
      let ofFile: Omit<Outcome, 'file'>[] = []
      for (const line of stdout.trimEnd().split('\n')) {
        const { type, name, nesting, skip, todo, message = '' } = JSON.parse(line)
        const status =
          skip !== undefined ? 'skipped' : type === 'test:fail' ? 'failed' : todo ? 'known to fail' : 'passed'
        if (nesting > 0) {
          ofFile.push({ title: name, status, message })
          continue
        }
        // The file itself fails where its tests do, or what comes after them.
        if (status === 'failed' && !/\d+ subtests? failed/.test(message))
          ofFile.push({ title: 'the file', status, message })
        outcomes.push(...ofFile.map((outcome) => ({ file: name, ...outcome })))
        ofFile = []
      }
      return outcomes
    },
  },
}
