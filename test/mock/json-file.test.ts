import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { expect } from 'chai'
import { readCredentials } from '../../src/mock/auth/credentials.ts'
import { jsonProblem } from '../../src/mock/state/json-file.ts'

function problem(text: string): string {
  try {
    JSON.parse(text)
  } catch (error) {
    return jsonProblem(text, error)
  }
  return 'JSON'
}

describe('broken JSON', () => {
  const texts: [text: string, said: string | RegExp][] = [
    ['', 'not JSON: line 1, column 1'],
    ['{', 'not JSON: line 1, column 2'],
    ['[1,2', 'not JSON: line 1, column 5'],
    ['{\n  "a": 1,\n}', 'not JSON: line 3, column 1'],
    ['{"a": "x\ny"}', 'not JSON: line 1, column 9'],
    // Not every V8 tells the place of these.
    ['nope', /^not JSON(: line 1, column \d)?$/],
    ['{"secretAccessKey":\nwJalr}', /^not JSON(: line 2, column \d)?$/],
  ]
  for (const [text, said] of texts) {
    it(`${JSON.stringify(text)}: ${said}`, () => {
      if (typeof said === 'string') expect(problem(text)).to.equal(said)
      else expect(problem(text)).to.match(said)
    })
  }

  it('in a file of credentials is never shown', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'credentials-'))
    try {
      const path = join(folder, 'keys.json')
      await writeFile(path, '[{"accessKeyId": "AKIA", "secretAccessKey": wJalrXUtnFEMI}]')
      const error = await readCredentials(path).then(String, (refused: Error) => refused)
      expect((error as Error).message).to.match(/keys\.json: not JSON(: line 1, column \d+)?\.$/)
      expect(inspect(error)).not.to.include('wJalr')
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
