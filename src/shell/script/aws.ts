/** A script as commands of the AWS CLI, version 2, for a POSIX shell. */
import { operation } from '../../model/operations.ts'
import { cliName } from '../help/names.ts'
import { counted } from '../show/counted.ts'
import { awsOptions } from './aws-options.ts'
import { uploadFunction } from './aws-upload.ts'
import { readText } from './files.ts'
import { placeText } from './ids.ts'
import { leftOutText } from './left-out.ts'
import type { CallStep, Capture, GivenStep, Plan, Step, UploadStep } from './plan.ts'
import { shellName, shellWord } from './shell-words.ts'
import { defaultRegion, type Target } from './target.ts'
import { filesIn, type ReadFile } from './values.ts'

/** A command that is longer than this has a line for each option. */
const width = 100

export function awsScript({ steps, leftOut }: Plan, target: Target): string {
  const blocks = steps.map((step) => render[step.kind](step as never, target))
  const needsUpload = steps.some(({ kind }) => kind === 'upload')
  return [
    header(steps, leftOutText(leftOut), target),
    ...(needsUpload ? [uploadFunction(targetOptions(target).join(' '))] : []),
    ...blocks,
  ].join('\n\n')
}

function header(steps: readonly Step[], leftOut: string, { region, endpoint, variant }: Target): string {
  const calls = steps.filter(({ kind }) => kind !== 'given').length
  const isDefault = endpoint === undefined && region === defaultRegion
  return [
    '#!/bin/sh',
    `# ${counted(calls, 'call')} of a support-repl session, for the AWS CLI, version 2.`,
    ...(leftOut ? [`# Left out: ${leftOut}.`] : []),
    ...(endpoint === undefined ? [] : ['# Without --endpoint-url these go to AWS.']),
    'set -eu',
    'export AWS_PAGER=',
    ...(isDefault
      ? [
          '# The AWS CLI wants a region; any of the partition will do.',
          `export AWS_DEFAULT_REGION="\${AWS_DEFAULT_REGION:-${defaultRegion}}"`,
        ]
      : []),
    // No option says these.
    ...(variant?.fips ? ['export AWS_USE_FIPS_ENDPOINT=true'] : []),
    ...(variant?.dualstack ? ['export AWS_USE_DUALSTACK_ENDPOINT=true'] : []),
  ].join('\n')
}

const render: {
  readonly [K in Step['kind']]: (step: Extract<Step, { kind: K }>, target: Target) => string
} = { call, given, upload }

function call(step: CallStep, target: Target): string {
  const options = awsOptions(step.operation, paged(step))
  const found = captured(step)
  const words = [
    `aws support ${cliName(step.operation)}`,
    ...targetOptions(target),
    ...options,
    ...found.options,
  ]
  const [before, after] = found.variable === undefined ? ['', ''] : [`${found.variable}=$(`, ')']
  return [
    ...step.redacted.map((member) => `# What looked like a secret was taken out of ${member}.`),
    ...filesIn(step.input).map((file) => fileComment(file, options)),
    before + laidOut(words, before.length) + after,
    ...found.lines,
  ].join('\n')
}

function targetOptions({ region, endpoint }: Target): string[] {
  if (endpoint !== undefined)
    return [`--endpoint-url ${shellWord(endpoint)}`, `--region ${shellWord(region)}`]
  return region === defaultRegion ? [] : [`--region ${shellWord(region)}`]
}

/** Where all pages are wanted, the CLI fetches them by itself: unless it is told how many results to fetch. */
function paged({ input, allPages, captures }: CallStep): CallStep['input'] {
  const { maxResults, ...filters } = input
  if (!allPages || maxResults === undefined || isOnFirstPage(captures)) return input
  return { ...filters, pageSize: maxResults }
}

const isOnFirstPage = (captures: readonly Capture[]) =>
  captures.length > 0 && captures.every(({ page }) => page === 0)

interface Captured {
  /** What takes the answer. */
  readonly variable?: string
  readonly options: readonly string[]
  /** What is to be done with it then. */
  readonly lines: readonly string[]
}

/** How the CLI is made to answer nothing but the ids that are needed. */
function captured({ operation: name, captures }: CallStep): Captured {
  const [first] = captures
  if (!first) return { options: [], lines: [] }
  const paths = captures.map(({ path }) => placeText(path))
  const query = shellWord(captures.length === 1 ? paths[0]! : `[${paths.join(', ')}]`)
  const isPaged = operation(name).pages !== undefined
  // As text, the CLI answers the query for each page that it fetches. As JSON, for all of them.
  const asText = !isPaged || isOnFirstPage(captures)
  const options = [...(isPaged && asText ? ['--no-paginate'] : []), `--query ${query}`]
  if (asText && captures.length === 1) {
    return { variable: shellName(first.variable), options: [...options, '--output text'], lines: [] }
  }
  const variable = `${shellName(first.variable)}_AND_MORE`
  const field = asText ? 'cut -f' : `tr -d '[]" \\n' | cut -d, -f`
  return {
    variable,
    options: [...options, asText ? '--output text' : '--output json'],
    lines: captures.map(
      (each, index) => `${shellName(each.variable)}=$(printf %s "$${variable}" | ${field}${index + 1})`,
    ),
  }
}

function fileComment(file: ReadFile, options: readonly string[]): string {
  const isNamed = options.some((option) => option.includes(`fileb://${file.path}`))
  return `# ${readText(file)}${isNamed ? '; @= needs an AWS CLI of 2025 or newer' : ''}.`
}

function given({ variable, value, listedBy }: GivenStep): string {
  return [
    `# One that ${cliName(listedBy)} listed: put the one here that is meant.`,
    `${shellName(variable)}=${shellWord(value)}`,
  ].join('\n')
}

function upload({ fileName, size, variable }: UploadStep): string {
  const command = `upload ${shellWord(fileName.startsWith('-') ? `./${fileName}` : fileName)}`
  return [
    `# ${readText({ path: fileName, fileName, size })}.`,
    variable ? `${shellName(variable)}=$(${command})` : command,
  ].join('\n')
}

function laidOut(words: readonly string[], column: number): string {
  const line = words.join(' ')
  return column + line.length <= width && !line.includes('\n') ? line : words.join(' \\\n  ')
}
