/** Whether a write is sent: what was asked for at the start, where it goes, and what the person says. */
import { expect } from 'chai'
import { type GuardOptions, writeGuard } from '../../src/shell/guard.ts'

interface Case {
  readonly title: string
  readonly options: GuardOptions
  readonly write?: { readonly onMock?: boolean; readonly dryRun?: boolean }
  /** What the person answers; nobody sits there when absent. */
  readonly answer?: boolean
  readonly isAsked?: boolean
  /** The message of the refusal; sent when absent. */
  readonly refused?: string
}

const changes = 'resolveCase changes something'

const rows: Case[] = [
  { title: 'a write is sent when the person agrees', options: {}, answer: true, isAsked: true },
  {
    title: 'and is not when not',
    options: {},
    answer: false,
    isAsked: true,
    refused: 'resolveCase was not sent',
  },
  {
    title: 'where nobody can be asked nothing is sent',
    options: {},
    refused: `${changes} at support.example.com: add --yes to allow it; nothing was sent`,
  },
  { title: '--yes asks nobody', options: { yes: true } },
  { title: 'on the mock nobody is asked', options: {}, write: { onMock: true } },
  { title: 'a dry run changes nothing, and nobody is asked', options: {}, write: { dryRun: true } },
  {
    title: '--read-only refuses',
    options: { readOnly: true },
    answer: true,
    refused: `${changes}, and this session is --read-only`,
  },
  {
    title: '--read-only refuses on the mock, too, with --yes, too, and as a dry run',
    options: { readOnly: true, yes: true },
    write: { onMock: true, dryRun: true },
    refused: `${changes}, and this session is --read-only`,
  },
]

describe('The guard on writes', () => {
  for (const { title, options, write, answer, isAsked = false, refused } of rows) {
    it(title, async () => {
      const questions: string[] = []
      const ask = async (question: string) => {
        questions.push(question)
        return answer!
      }
      const guard = writeGuard({ ...options, ...(answer === undefined ? {} : { ask }) })
      const outcome = await guard({
        operation: 'resolveCase',
        input: { caseId: 'case-1' },
        endpoint: 'https://support.example.com',
        onMock: false,
        dryRun: false,
        ...write,
      }).catch((error: Error) => `${error.name}: ${error.message}`)
      expect(outcome).to.equal(refused && `WriteRefused: ${refused}`)
      expect(questions).to.have.length(isAsked ? 1 : 0)
      if (isAsked) {
        expect(questions[0]).to.equal(
          "resolveCase will send this to support.example.com:\n{ caseId: 'case-1' }\nSend it? [y/N] ",
        )
      }
    })
  }
})
