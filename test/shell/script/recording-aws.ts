/**
 * An `aws` that writes down its arguments, and what the real one would take them for. How it reads them was
 * taken from versions 1.45 and 2.9: argparse, files in the place of values, shorthand.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'

export interface Recorded {
  readonly command: string
  readonly input: Record<string, unknown>
}

/** Runs a script with a shell, and answers the commands that it gave. */
export function recorded(shell: string, script: string, folder: string): Recorded[] {
  const record = join(folder, 'record')
  const [stub, file] = [join(folder, 'aws'), join(folder, 'script.sh')]
  rmSync(record, { force: true })
  writeFileSync(stub, `#!/bin/sh\nprintf '%s\\0' "$#" "$@" >>'${record}'\necho an-id\n`)
  chmodSync(stub, 0o755)
  writeFileSync(file, script)
  const env = { PATH: `${folder}:/usr/bin:/bin`, LC_ALL: 'C.UTF-8' }
  const { status, stderr } = spawnSync(shell, [file], { env, encoding: 'utf8', cwd: folder })
  expect([status, stderr]).to.deep.equal([0, ''])
  return [...commandsIn(readFileSync(record, 'utf8').split('\0').slice(0, -1))].map(readCommand)
}

function* commandsIn(words: string[]): Generator<string[]> {
  for (let at = 0; at < words.length; ) {
    const count = Number(words[at])
    yield words.slice(at + 1, at + 1 + count)
    at += 1 + count
  }
}

/** What is not a member of the input. */
const own = ['--endpoint-url', '--region', '--query', '--output', '--cli-binary-format']
const lists = ['--cc-email-addresses', '--case-id-list', '--upload-ids', '--check-ids']
const structures = ['--attachments', '--completed-uploads', '--upload-range']

function readCommand([service, command, ...words]: string[]): Recorded {
  expect(service).to.equal('support')
  const input: Record<string, unknown> = {}
  let json: Record<string, unknown> = {}
  while (words.length > 0) {
    const [option, attached] = splitOption(words.shift()!)
    const values = attached === undefined ? [] : [attached]
    // As argparse has it: whatever begins with a dash is the next option.
    while (attached === undefined && words.length > 0 && !words[0]!.startsWith('-'))
      values.push(words.shift()!)
    if (own.includes(option) || option === '--no-paginate') continue
    const name = camel(option.replace(/^--(no-)?/, ''))
    if (values.length === 0) input[name] = !option.startsWith('--no-')
    else if (option === '--cli-input-json') json = JSON.parse(one(values))
    else if (lists.includes(option)) input[name] = readList(values)
    else if (structures.includes(option)) input[name] = readStructures(values)
    else input[name] = readText(one(values))
  }
  return { command: command!, input: { ...json, ...input } }
}

const camel = (option: string) => option.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())

function splitOption(word: string): [string, string | undefined] {
  const [, name, value] = /^(--[a-z-]+)(?:=([\s\S]*))?$/.exec(word) ?? []
  expect(name, `an option: ${word}`).to.be.a('string')
  return [name!, value]
}

function one([value, ...more]: string[]): string {
  expect(more).to.deep.equal([])
  return value!
}

function readText(text: string): string {
  expect(text, 'would be fetched').not.to.match(/^(file|fileb|http|https):\/\//)
  return text
}

const isJson = ([first = '']: readonly string[]) => /^\s*[[{]/.test(first)

function readList(values: string[]): unknown {
  return isJson(values) ? JSON.parse(one(values)) : values.map(readText)
}

function readStructures(values: string[]): unknown {
  return isJson(values) ? JSON.parse(one(values)) : values.map(readShorthand)
}

/** `name=value,name="value with, comma",name@=fileb://path` */
function readShorthand(text: string): Record<string, unknown> {
  const pairs = [...text.matchAll(/(\w+)(@?)=("(?:\\"|[^"])*"|[^,"]*)(?:,|$)/g)]
  expect(pairs.map(([whole]) => whole).join('')).to.equal(text)
  return Object.fromEntries(
    pairs.map(([, name, fromFile, value]) => {
      const plain = value!.startsWith('"')
        ? value!.slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\')
        : value!
      return [name, fromFile ? { file: plain.replace(/^fileb:\/\//, '') } : plain]
    }),
  )
}
