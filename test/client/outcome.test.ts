import { expect } from 'chai'
import { type UnansweredCall, whatIsKnown } from '../../src/client/outcome.ts'
import { operation, operationNames } from '../../src/model/operations.ts'

const writes = operationNames.filter((name) => operation(name).kind === 'write')

describe('What is known of a call without an answer', () => {
  const rows: [string, UnansweredCall][] = [
    ['nothing was sent', { operation: 'createCase', sent: false }],
    ['nothing was sent', { operation: 'describeCases', sent: false }],
    ['nothing was changed', { operation: 'describeCases', sent: true }],
    ['nothing was changed', { operation: 'createCase', input: { dryRun: true }, sent: true }],
    [
      'the case may have been created: describeCases shows it',
      { operation: 'createCase', input: {}, sent: true },
    ],
    [
      'the files may be in a set: a set that no case takes goes after an hour',
      { operation: 'addAttachmentsToSet', sent: true },
    ],
  ]
  for (const [known, { operation: name, input, sent }] of rows) {
    it(`${name}${input?.['dryRun'] ? ', a dry run' : ''}${sent ? ', sent' : ''}: ${known}`, () => {
      expect(whatIsKnown({ operation: name, input, sent })).to.equal(known)
    })
  }

  it('can name the way to look in the words of a shell', () => {
    const shown = whatIsKnown({ operation: 'createCase', sent: true }, (read) =>
      read === 'describeCases' ? '.cases' : read,
    )
    expect(shown).to.equal('the case may have been created: .cases shows it')
  })

  for (const name of writes) {
    it(`${name} names a read that shows its effect, or says why none is needed`, () => {
      const { effect } = operation(name)
      expect(effect?.mayHave).to.match(/ may /)
      if (effect && 'seenBy' in effect) {
        expect(operationNames.filter((each) => operation(each).kind === 'read')).to.include(effect.seenBy)
      } else expect(effect?.leftAlone).to.be.a('string')
    })
  }
})
