/** Errors as text: what a service says reaches no terminal as something that it obeys. */
import { expect } from 'chai'
import { SupportError } from '../../../src/client/errors.ts'
import { CommandError, type DotCommand } from '../../../src/shell/dot-commands/dot-command.ts'
import { errorText } from '../../../src/shell/session/print.ts'
import { SessionShell, type SessionShellOptions } from '../../../src/shell/session-shell.ts'

const hostile = 'no\u001b]0;x\u0007 case\u009b2J\u202e\nsecond\tline'
const harmless = 'no\\x1B]0;x\\x07 case\\x9B2J\\u202E\nsecond\tline'

describe('An error that comes from elsewhere', () => {
  for (const colors of [false, true]) {
    it(`is harmless text ${colors ? 'in' : 'without'} colours`, () => {
      const error = new SupportError('Fault\u001b[1m', hostile)
      expect(errorText(error, { colors })).to.equal(`Uncaught Fault\\x1B[1m: ${harmless}`)
    })
  }

  for (const [title, error, said] of [
    ['a service', new SupportError('Fault', hostile), `Fault: ${harmless}`],
    ['a command', new CommandError(hostile), harmless],
  ] as const) {
    it(`is harmless text below a dot command, from ${title}`, async () => {
      const fails: DotCommand = {
        ...{ name: 'fails', usage: '.fails', help: '' },
        run: () => Promise.reject(error),
      }
      const shell = new SessionShell({
        commands: async () => [fails],
        screen: () => ({ columns: 80, colors: false, write: () => {} }),
      } as Partial<SessionShellOptions> as SessionShellOptions)
      expect(await shell.run('.fails')).to.include({ status: 'error', text: said })
    })
  }
})
