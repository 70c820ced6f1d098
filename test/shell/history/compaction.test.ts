import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { compact } from '../../../src/shell/history/compaction.ts'

describe('Making a history shorter', () => {
  let directory: string
  let path: string
  const inFolder = () => readdirSync(directory).sort()
  const inFile = () => readFileSync(path, 'utf8')

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'support-repl-'))
    path = join(directory, 'history')
    writeFileSync(path, '"a"\n"b"\n')
  })
  afterEach(() => rmSync(directory, { recursive: true }))

  it('leaves the new file and nothing else', () => {
    expect(compact(path, (text) => text.replace('"a"\n', ''))).to.equal(true)
    expect(inFile()).to.equal('"b"\n')
    expect(inFolder()).to.deep.equal(['history'])
  })

  it('carries over what others add in the meantime', () => {
    compact(path, () => {
      appendFileSync(path, '"c"\n')
      return '"b"\n'
    })
    expect(inFile()).to.equal('"b"\n"c"\n')
  })

  it('carries over a line that is being written', () => {
    appendFileSync(path, '"c')
    compact(path, (text) => {
      expect(text).to.equal('"a"\n"b"\n')
      appendFileSync(path, '"\n')
      return text
    })
    expect(inFile()).to.equal('"a"\n"b"\n"c"\n')
  })

  it('reads no more than it is told to, and only whole lines', () => {
    compact(path, (text) => text, { readAtMost: 6 })
    expect(inFile()).to.equal('"b"\n')
  })

  it('leaves the file as it was when the new one fails', () => {
    const fail = () => {
      throw new Error('full')
    }
    expect(() => compact(path, fail)).to.throw('full')
    expect(inFile()).to.equal('"a"\n"b"\n')
    expect(inFolder()).to.deep.equal(['history'])
  })

  it('does nothing while another shell does it', () => {
    const text = compact(path, (lines) => {
      expect(compact(path, () => 'never')).to.equal(false)
      return lines
    })
    expect(text).to.equal(true)
    expect(inFile()).to.equal('"a"\n"b"\n')
  })

  describe('when a crash left a lock behind', () => {
    const now = Date.now()
    for (const { age, becomes } of [
      { age: 9_000, becomes: false },
      { age: 11_000, becomes: true },
    ]) {
      it(`${becomes ? 'takes it away' : 'leaves it alone'} after ${age / 1000} s`, () => {
        const lock = `${path}.lock`
        writeFileSync(lock, '')
        utimesSync(lock, (now - age) / 1000, (now - age) / 1000)
        expect(compact(path, () => '"short"\n', { now })).to.equal(becomes)
        expect(inFile()).to.equal(becomes ? '"short"\n' : '"a"\n"b"\n')
        expect(inFolder()).to.deep.equal(becomes ? ['history'] : ['history', 'history.lock'])
      })
    }
  })

  it('gives up when its lock is taken away', () => {
    const lose = (text: string) => {
      rmSync(`${path}.lock`)
      return `${text}"c"\n`
    }
    expect(compact(path, lose)).to.equal(false)
    expect(inFile()).to.equal('"a"\n"b"\n')
    expect(inFolder()).to.deep.equal(['history'])
  })

  it('uses nothing of a new file that a crash left half written', () => {
    writeFileSync(`${path}.new`, 'half', { mode: 0o644 })
    compact(path, (text) => text)
    expect(inFile()).to.equal('"a"\n"b"\n')
    expect(inFolder()).to.deep.equal(['history'])
  })
})
