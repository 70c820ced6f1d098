/** Help on everything: every operation, member, error and command has a page that fits every screen. */
import { stripVTControlCharacters } from 'node:util'
import { expect } from 'chai'
import { faults } from '../../../src/model/faults.ts'
import { frameworkFaults } from '../../../src/model/framework-faults.ts'
import {
  faultsOf,
  inputShape,
  operation,
  operationNames,
  outputShape,
} from '../../../src/model/operations.ts'
import type { Shape } from '../../../src/model/shape.ts'
import type { DotCommand } from '../../../src/shell/dot-commands/dot-command.ts'
import { guides } from '../../../src/shell/help/guides.ts'
import { errorNames } from '../../../src/shell/help/known-errors.ts'
import { help } from '../../../src/shell/help/pages.ts'
import { allTopics } from '../../../src/shell/help/topics.ts'
import { cellWidth } from '../../../src/shell/show/cells.ts'

const command = (usage: string, said: string): DotCommand => ({
  name: usage.slice(1).split(' ')[0]!,
  usage,
  help: said,
  run: async () => undefined,
})

const commands = [
  command('.case ID', 'Show a case with its conversation.'),
  command('.cases [FILTER]', 'List your cases.'),
  command('.help [NAME]', 'What there is.'),
]

function page(asked: string, columns = 80, colors = false): string {
  const answer = help(asked, commands, { columns, colors })
  if ('text' in answer) return answer.text
  throw new Error(`No help on ${asked}`)
}

/** Every member of a shape, however deep, as name and meaning. */
function allMembers(shape: Shape): [name: string, said: string][] {
  if (shape.type === 'list') return allMembers(shape.member)
  if (shape.type !== 'structure') return []
  return Object.entries<Shape>(shape.members).flatMap(([name, each]) => [
    [name, each.help] as [string, string],
    ...allMembers(each),
  ])
}

/** The text without its line breaks, for sentences that are broken. */
const unwrapped = (text: string) => text.replace(/\s+/g, ' ')

describe('Help', () => {
  for (const name of operationNames) {
    const { help: said, notes = [], bare, effect } = operation(name)
    const text = unwrapped(page(name))

    it(`on ${name} says what it does, and what else is to be known`, () => {
      for (const sentence of [said, ...notes]) expect(text).to.include(sentence)
      if (effect) expect(text).to.include(`If its answer is lost, ${effect.mayHave}`)
      else expect(text).to.include('It only reads.')
    })

    it(`on ${name} shows how it is called`, () => {
      expect(text).to.include(`conn.${name}({ `)
      if (bare) expect(text).to.include(`conn.${name}(${bare})`)
    })

    it(`on ${name} explains every member that it takes and answers`, () => {
      for (const shape of [inputShape(name), outputShape(name)]) {
        for (const [member, meaning] of allMembers(shape)) {
          expect(text).to.match(new RegExp(`(^| )${member} `))
          expect(text).to.include(meaning)
        }
      }
    })

    it(`on ${name} names the needed members first`, () => {
      const rows = page(name, 100).split('\nTakes\n')[1]!.split('\n\n')[0]!.split('\n')
      const named = rows.filter((row) => /^ {2}\w/.test(row)).map((row) => / {2,}needed, /.test(row))
      expect(named).to.deep.equal([...named].sort((a, b) => Number(b) - Number(a)))
    })

    it(`on ${name} explains every error, and what to do`, () => {
      for (const fault of faultsOf(name)) {
        expect(text).to.include(`${faults[fault].help} ${faults[fault].remedy}`)
      }
    })
  }

  it('says which values, lengths and ranges a member takes', () => {
    const text = unwrapped(page('describeCases'))
    expect(text).to.include('maxResults number of 10 to 100: How many results a page holds.')
    expect(text).to.include('caseIdList [text] of at most 100 elements: Only these cases.')
    const created = unwrapped(page('createCase'))
    expect(created).to.include('communicationBody needed, text of 1 to 8000 characters: ')
    expect(created).to.include("issueType 'technical' | 'customer-service': ")
    expect(created).to.include('serviceCode text like [0-9a-z\\-_]+: ')
  })

  it('shows members below the structure that holds them', () => {
    const lines = page('describeSeverityLevels', 100).split('\n')
    const at = lines.findIndex((line) => line.startsWith('  severityLevels '))
    expect(lines[at + 1]).to.match(/^ {4}code +'low' \| 'normal'/)
  })

  it('leads from an operation to those that go with it', () => {
    const seeAlso = (name: string) =>
      unwrapped(page(name).split('\nSee also\n')[1]!.split('\n\n')[0]!).split(', ')
    expect(seeAlso('createCase')).to.include.members([
      'describeServices',
      'describeSeverityLevels',
      'addAttachmentsToSet',
    ])
    expect(seeAlso('describeAttachment')).to.include.members([
      'describeCommunications',
      'getAttachmentDownloadLink',
    ])
    expect(seeAlso('addAttachmentsToSet')).to.include('attach')
    expect(seeAlso('describeAttachment')).to.include('download')
    for (const name of operationNames) expect(seeAlso(name)[0], name).not.to.equal('')
  })

  for (const [title, names] of [
    ['every fault of the model', Object.keys(faults)],
    ['every fault of the framework', Object.keys(frameworkFaults)],
    ['every error of this side', errorNames],
  ] as const) {
    it(`has a page on ${title}`, () => {
      for (const name of names) expect(page(name).split('\n')[0]).to.equal(name)
    })
  }

  it('lists every error on one page', () => {
    const text = page('errors')
    for (const name of errorNames) expect(text).to.match(new RegExp(`^ {2}${name}\\b`, 'm'))
  })

  it('on a member says what it means in each place', () => {
    expect(page('uploadId').split('\n')).to.deep.equal([
      'uploadId (member)',
      'text of 1 to 2048 characters: Continue this upload; without it a new one starts.',
      '',
      'Taken by getAttachmentUploadLinks.',
      '',
      'text of 1 to 2048 characters: The id of the upload, from',
      'getAttachmentUploadLinks.',
      '',
      'Taken by completeAttachmentUpload (needed), describeAttachmentUploadStatus',
      '(needed).',
      'Answered by getAttachmentUploadLinks.',
    ])
  })

  it('on a member that holds others explains those, too', () => {
    expect(page('uploadProgress').split('\n')).to.deep.equal([
      'uploadProgress (member)',
      '{ ... }: How many parts have arrived.',
      '',
      '  totalParts           number: How many parts there are.',
      '  completedPartsCount  number: How many of them have arrived.',
      '',
      'Answered by describeAttachmentUploadStatus.',
    ])
  })

  it('on an error says what to do, what it carries, and who answers it', () => {
    expect(page('UploadIdNotFound').split('\n')).to.deep.equal([
      'UploadIdNotFound',
      'No upload has this id. (HTTP status 400)',
      '',
      'Take the id from getAttachmentUploadLinks. A case takes it once',
      'describeAttachmentUploadStatus says it is ready.',
      '',
      'Answered by getAttachmentUploadLinks, completeAttachmentUpload,',
      'describeAttachmentUploadStatus.',
    ])
    expect(page('ThrottlingException')).to.match(/^ {2}throttlingReasons +\[\{ \.\.\. \}\]: /m)
    expect(page('InternalServerError')).to.include('\nAny operation may answer it.')
    expect(page('ValidationException')).to.include('\nAny operation may answer it.')
    expect(page('WriteRefused')).to.include('\nIt is found on this side')
  })

  it('on a command says how it is typed, and what it does', () => {
    expect(page('.case')).to.equal('.case ID\nShow a case with its conversation.')
  })

  it('alone names everything that there is', () => {
    const text = page('')
    const rows = text.split('\n').map((line) => /^[ *] (\.?\w+)/.exec(line)?.[1])
    expect(rows).to.include.members([...operationNames, ...commands.map(({ name }) => `.${name}`)])
    for (const guide of Object.keys(guides)) expect(text).to.include(`  .help ${guide}`)
    for (const key of ['TAB', 'Ctrl-R', 'Alt-Enter', 'Ctrl-C', 'Ctrl-D'])
      expect(text).to.include(`\n  ${key} `)
  })

  it('alone marks the operations that change something', () => {
    const marked = [...page('').matchAll(/^\* (\w+)/gm)].map(([, name]) => name)
    expect(marked).to.have.members(operationNames.filter((name) => operation(name).kind === 'write'))
  })

  it('looks the same in colours', () => {
    for (const asked of ['', 'createCase', 'CaseIdNotFound', 'conn', 'language', '.case']) {
      const colored = page(asked, 80, true)
      expect(colored).to.include('\u001b[')
      expect(stripVTControlCharacters(colored)).to.equal(page(asked))
    }
  })
})

describe('Pages of help', () => {
  const names = ['', ...allTopics(commands).map(({ name }) => name)]

  for (const columns of [200, 80, 60, 59, 40, 20]) {
    it(`fit in ${columns} columns`, () => {
      for (const name of names) expect(tooLong(page(name, columns), columns), name).to.deep.equal([])
    })
  }

  it('of 80 columns break nothing that is to be copied', () => {
    for (const name of names) {
      const long = page(name, 80)
        .split('\n')
        .filter((line) => cellWidth(line) > 80)
      expect(long, name).to.deep.equal([])
    }
  })

  for (const columns of [80, 20]) {
    it(`are clean text in ${columns} columns`, () => {
      for (const name of names) {
        const text = page(name, columns)
        expect(text, name).not.to.match(/[ \t]$/m)
        expect(text, name).not.to.match(/\n\n\n|^\n|\n$|undefined|\[object/)
        for (const paragraph of paragraphs(text)) expect(paragraph, name).to.match(/[.!?:)a-z\]]$/i)
      }
    })
  }

  it('end their sentences', () => {
    for (const topic of allTopics(commands)) {
      expect(topic.help, topic.name).to.match(/^[^a-z\s].*\.$/)
      for (const block of topic.page()) {
        if ('rows' in block) for (const { text } of block.rows) expect(text, topic.name).to.match(/[.\w)]$/)
      }
    }
  })
})

/** Lines that are too long although they are no code and have more than one word. */
function tooLong(text: string, columns: number): string[] {
  let isExample = false
  return text.split('\n').filter((line) => {
    if (line === 'Example' || line.startsWith('  >>> ')) isExample = true
    else if (line === '') isExample = false
    return !isExample && cellWidth(line) > columns && /\S\s+\S/.test(line.replace(/^\* /, ''))
  })
}

/** All but examples, which end as their output does. */
const paragraphs = (text: string) => text.split('\n\n').filter((each) => !/^(Example\n)? {2}>>>/.test(each))
