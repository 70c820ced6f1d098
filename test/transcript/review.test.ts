/** Reviews: a person is played by a list of answers. */
import { expect } from 'chai'
import { parseDocument } from '../../src/transcript/document.ts'
import { type Answer, type Reviewer, reviewDocument } from '../../src/transcript/review.ts'
import { openSessions } from './session.ts'
import { text } from './shown.ts'

async function review(lines: string[], answers: Answer[], edited?: string[], path = 'a.rst') {
  const asked: (readonly Answer[])[] = []
  const seen: string[] = []
  const looks: string[] = []
  const reviewer: Reviewer = {
    show: (failure) => seen.push(failure.split('\n')[0]!),
    ask: async (choice) => {
      asked.push(choice)
      return answers.shift()!
    },
    edit: async (before) => {
      looks.push(before.join('|'))
      return edited
    },
    open: async (session) => {
      looks.push((await session.evaluate('a', { filename: 'a.rst', line: 1 })).text)
    },
  }
  const document = await parseDocument(path, text(...lines))
  const { open, calls } = openSessions()
  const saved: string[] = []
  const onEdit = async (edited: string) => {
    saved.push(edited.trimEnd().replaceAll('\n', '|'))
    if (edited.includes('unwritable')) throw new Error('It cannot be written.')
  }
  const reviewed = await reviewDocument(document, { open, onEdit }, reviewer).catch((error: Error) => ({
    error: error.message,
    text: '',
    left: 0,
  }))
  return { ...reviewed, lines: reviewed.text.trimEnd().split('\n'), asked, seen, looks, calls, saved }
}

const lines = ['>>> var a = 1', '>>> a', '2', '>>> a + 1', '3']

describe('a review', () => {
  it('accepts what is printed', async () => {
    const done = await review(lines, ['accept', 'accept'])
    expect(done.lines).to.deep.equal(['>>> var a = 1', '>>> a', '1', '>>> a + 1', '2'])
    expect(done.seen).to.deep.equal(['a.rst:2:1', 'a.rst:4:1'])
    expect(done).to.deep.include({ changed: 2, left: 0, quit: false })
  })

  it('leaves what is skipped, and everything after the end', async () => {
    const skipped = await review(lines, ['skip', 'accept'])
    expect(skipped.lines).to.deep.equal(['>>> var a = 1', '>>> a', '2', '>>> a + 1', '2'])
    expect(skipped).to.deep.include({ changed: 1, left: 1 })
    const quit = await review(lines, ['quit'])
    expect(quit).to.deep.include({ changed: 0, left: 1, quit: true })
    expect(quit.lines).to.deep.equal(lines)
  })

  it('gives away every edit at once: the terminal may be closed at the next question', async () => {
    const { saved } = await review(lines, ['accept', 'accept'])
    expect(saved).to.deep.equal(['>>> var a = 1|>>> a|1|>>> a + 1|3', '>>> var a = 1|>>> a|1|>>> a + 1|2'])
    const failed = await review(['>>> "unwritable"', 'x', '>>> 1', '2'], ['accept', 'accept'])
    expect(failed).to.deep.include({ error: 'It cannot be written.' })
    expect(failed.calls).to.deep.equal(['open a.rst', '"unwritable"', 'close'])
  })

  it('runs no further example after the end, but what was reached of the teardowns', async () => {
    const before = [
      '.. doctest: teardown "t"',
      '',
      '>>> 1',
      '2',
      '>>> 3',
      '4',
      '',
      '.. doctest: teardown "u"',
    ]
    const { calls, left } = await review(before, ['quit'])
    expect(calls).to.deep.equal(['open a.rst', '1', '"t"', 'close'])
    expect(left).to.equal(1)
  })

  it('shows teardowns that fail, which stay', async () => {
    const done = await review(['.. doctest: teardown nothing', '', '>>> 1', '2'], ['accept'])
    expect(done).to.deep.include({ changed: 1, left: 1, seen: ['a.rst:3:1', 'a.rst:1:22'] })
  })

  it('opens the session as the example left it, and asks again', async () => {
    const { looks, asked } = await review(['>>> var a = 5', '>>> a', '2'], ['open', 'skip'])
    expect(looks).to.deep.equal(['5'])
    expect(asked).to.have.length(2)
  })

  it('takes what a person wrote, and asks again where that was given up', async () => {
    const done = await review(['>>> [1, 2]', 'x'], ['edit'], ['[ 1, ...'])
    expect(done.lines).to.deep.equal(['>>> [1, 2]', '[ 1, ...'])
    expect(done.looks).to.deep.equal(['[ 1, 2 ]'])
    expect((await review(['>>> 1', 'x'], ['edit', 'skip'])).left).to.equal(1)
  })

  for (const edited of [['...'], ['1', '>>> 2'], ['```'], ['1', '', '2']]) {
    it(`asks again where what a person wrote would be read otherwise: ${JSON.stringify(edited)}`, async () => {
      const before = ['```', '>>> 1', 'x', '```']
      const done = await review(before, ['edit', 'skip'], edited, 'a.md')
      expect(done).to.deep.include({ changed: 0, left: 1, lines: before })
      expect(done.seen.at(-1)).to.match(/^This would not be read as expected output/)
    })
  }

  it('goes on with what the accepted output stands for', async () => {
    const done = await review(
      [">>> 'case-' + 1", "'cas-...'", ">>> 'case-1'.length", '6'],
      ['edit'],
      ["'case-...'"],
    )
    expect(done.left).to.equal(0)
  })

  it('offers only what can be done', async () => {
    const { asked } = await review(['>>>x', '', '>>> console.log(">>> y")'], ['skip', 'skip'])
    expect(asked).to.deep.equal([
      ['skip', 'open', 'quit'],
      ['skip', 'edit', 'open', 'quit'],
    ])
  })
})
