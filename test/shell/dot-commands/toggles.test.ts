/** `.table` and `.dryrun`: what they switch, and what they say. */
import { expect } from 'chai'
import { operation, operationNames } from '../../../src/model/operations.ts'
import type { CommandContext } from '../../../src/shell/dot-commands/dot-command.ts'
import { dryRunCommand } from '../../../src/shell/dot-commands/dry-run.ts'
import { tableCommand } from '../../../src/shell/dot-commands/table.ts'

/** A context of which only the modes and the width are looked at. */
function opened(columns = 80) {
  const modes = { dryRun: false, table: false }
  return { modes, context: { modes, screen: { columns } } as unknown as CommandContext }
}

const tables = 'Tables are on: results that are lists of objects are printed as tables.'
const noTables = 'Tables are off: results are printed as Node prints them.'

describe('.table', () => {
  it('turns over, or goes where it is told', async () => {
    const { modes, context } = opened()
    const said: unknown[] = []
    for (const argument of ['', '', 'on', 'ON', 'off', ' off ']) {
      said.push([argument, await tableCommand.run(argument, context), modes.table])
    }
    expect(said).to.deep.equal([
      ['', tables, true],
      ['', noTables, false],
      ['on', tables, true],
      ['ON', tables, true],
      ['off', noTables, false],
      [' off ', noTables, false],
    ])
    expect(modes.dryRun).to.equal(false)
  })

  it('takes nothing else, and changes nothing then', async () => {
    const { modes, context } = opened()
    const error = await tableCommand.run('yes', context).catch((reason: Error) => reason)
    expect(error).to.include({
      name: 'CommandError',
      message: '.table takes on or off, or nothing to switch',
    })
    expect(modes.table).to.equal(false)
  })

  it('is completed', async () => {
    const { context } = opened()
    const texts = async (argument: string) =>
      (await tableCommand.complete!(argument, context)).map(({ text }) => text)
    expect([await texts(''), await texts('of'), await texts('x')]).to.deep.equal([['on', 'off'], ['off'], []])
  })
})

describe('.dryrun', () => {
  it('names the operations that have dryRun, those that change something first, and what is refused', async () => {
    const { modes, context } = opened()
    expect(await dryRunCommand.run('', context)).to.equal(
      `Dry run is on: these are sent with dryRun: true, change nothing, and answer
DryRunOperationException when they are in order: createCase,
addCommunicationToCase, resolveCase, addAttachmentsToSet,
getAttachmentUploadLinks, completeAttachmentUpload, describeCases,
describeCommunications, describeAttachment, describeAttachmentUploadStatus,
getAttachmentDownloadLink, describeServices, describeSeverityLevels,
describeCreateCaseOptions, describeSupportedLanguages. Refused, having no
dryRun: refreshTrustedAdvisorCheck.`,
    )
    expect(modes.dryRun).to.equal(true)
    expect(await dryRunCommand.run('', context)).to.equal('Dry run is off: operations are sent as they are.')
    expect(modes.dryRun).to.equal(false)
  })

  it('names each operation of the model that has it, or is refused for want of it', async () => {
    const said = (await dryRunCommand.run('on', opened(10_000).context))!
    const [checked, refused] = said.split('Refused')
    for (const name of operationNames) {
      const { input, kind } = operation(name)
      const isNamed = (text: string | undefined) => new RegExp(`\\b${name}\\b`).test(text ?? '')
      expect([isNamed(checked), isNamed(refused)], name).to.deep.equal([
        'dryRun' in input,
        kind === 'write' && !('dryRun' in input),
      ])
    }
  })
})
