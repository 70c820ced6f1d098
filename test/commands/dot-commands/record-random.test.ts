/** What a random session records, replays clean. */
import { expect } from 'chai'
import fc from 'fast-check'
import { pasteable, steps } from './random-inputs.ts'
import { withShell } from './shell.ts'

const runs = Number(process.env['RECORDED_SESSIONS'] ?? 25)

describe('What a random session records', function () {
  this.timeout(runs * 2000)

  for (const extension of ['md', 'rst']) {
    it(`replays clean as .${extension}`, async () => {
      await fc.assert(
        fc.asyncProperty(steps(4), steps(25), fc.constantFrom('', ' all'), async (before, after, all) => {
          await withShell({}, async ({ type, failures, file }) => {
            const values: string[] = []
            const play = async (list: typeof after) => {
              for (const step of list) values.push(...pasteable(await type(step({ values }))))
            }
            // Without `all` the file does not know what was declared before.
            await play(all ? before : before.filter((step) => !/^const /.test(step({ values: [] }))))
            const began = await type(`.record it.${extension}${all}`)
            expect(began).to.match(/Recording to it/)
            if (!all) await play([() => '1', () => ')'])
            await play(after)
            const farewell = await type('.record off')
            const missed = await failures(`it.${extension}`)
            if (missed.length > 0) throw new Error(`${missed.join('\n\n')}\n\n${file(`it.${extension}`)}`)
            expect(farewell).not.to.match(/fail/)
          })
        }),
        { numRuns: runs },
      )
    })
  }
})
