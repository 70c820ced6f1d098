/** What was typed, and when it is delivered: `key` what readline gets, `paste` what comes in brackets. */
import { PassThrough } from 'node:stream'
import { expect } from 'chai'
import fc from 'fast-check'
import { Typeahead } from '../../../src/shell/terminal/typeahead.ts'

/** A typeahead and all that it delivered. `hold` is called with each line end that is delivered. */
async function typeahead({ holdsAtLines = false } = {}) {
  const delivered: string[] = []
  const source = Object.assign(new PassThrough(), { setRawMode: () => {} }) as unknown as NodeJS.ReadStream
  const ahead = new Typeahead(source, (text) => delivered.push(`paste ${JSON.stringify(text)}`))
  ahead.on('data', (bytes: Buffer) => {
    delivered.push(`key ${JSON.stringify(bytes.toString('latin1'))}`)
    if (holdsAtLines && /[\r\n]$/.test(bytes.toString())) ahead.hold()
  })
  // A stream begins to flow in its next turn.
  await new Promise(setImmediate)
  return { ahead, delivered, type: (text: string) => ahead.receive(Buffer.from(text)) }
}

const start = '\u001b[200~'
const end = '\u001b[201~'

describe('What is typed ahead', () => {
  it('is delivered line by line', async () => {
    const { type, delivered } = await typeahead()
    type('a\rb\nc')
    expect(delivered).to.deep.equal(['key "a\\r"', 'key "b\\n"', 'key "c"'])
  })

  it('has one line end where both were sent', async () => {
    const { type, delivered } = await typeahead()
    type('a\r\nb')
    expect(delivered).to.deep.equal(['key "a\\r"', 'key "b"'])
  })

  it('waits while an input runs', async () => {
    const { ahead, type, delivered } = await typeahead({ holdsAtLines: true })
    type('a\rb\rc')
    expect(delivered).to.deep.equal(['key "a\\r"'])
    ahead.release()
    expect(delivered).to.deep.equal(['key "a\\r"', 'key "b\\r"'])
    ahead.release()
    expect(delivered.at(-1)).to.equal('key "c"')
  })

  it('is forgotten with Ctrl-C, which does not wait', async () => {
    const { ahead, type, delivered } = await typeahead()
    ahead.hold()
    type('a\rb\u0003c')
    ahead.release()
    expect(delivered).to.deep.equal(['key "\\u0003"', 'key "c"'])
  })

  it('has pastes whole, in their turn', async () => {
    const { type, delivered } = await typeahead()
    type(`a${start}b\rc${end}d`)
    expect(delivered).to.deep.equal(['key "a"', 'paste "b\\rc"', 'key "d"'])
  })

  it('has pastes that come in pieces', async () => {
    const { type, delivered } = await typeahead()
    for (const piece of [
      `a${start.slice(0, 4)}`,
      start.slice(4),
      'b\r',
      `c${end.slice(0, 2)}`,
      end.slice(2),
    ]) {
      type(piece)
    }
    expect(delivered).to.deep.equal(['key "a"', 'paste "b\\rc"'])
  })

  it('delivers Escape and arrows at once', async () => {
    const { type, delivered } = await typeahead()
    type('\u001b')
    type('\u001b[A')
    expect(delivered).to.deep.equal(['key "\\u001b"', 'key "\\u001b[A"'])
  })

  it('gives a paste up with Ctrl-C when its end never comes', async () => {
    const { type, delivered } = await typeahead()
    type(`${start}abc`)
    type('\u0003')
    type('x')
    expect(delivered).to.deep.equal(['key "\\u0003"', 'key "x"'])
  })

  it('comes whole and in order, however it is cut into pieces', async () => {
    const piece = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'é', ' ', '\r') }).map((text) => text),
      fc.string({ unit: fc.constantFrom('b', '\r') }).map((text) => `${start}${text}${end}`),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        async (pieces, sizes) => {
          const bytes = Buffer.from(pieces.join(''))
          const whole = await typeahead()
          whole.ahead.receive(bytes)
          const cut = await typeahead()
          for (let at = 0, turn = 0; at < bytes.length; turn++) {
            const wanted = sizes[turn % sizes.length]!
            // Behind an Escape nobody knows yet what is coming: it counts as a key.
            const size = bytes[at + wanted - 1] === 0x1b ? wanted + 1 : wanted
            cut.ahead.receive(bytes.subarray(at, at + size))
            at += size
          }
          const text = (delivered: string[]) =>
            delivered
              .map((each) => (each.startsWith('key ') ? JSON.parse(each.slice(4)) : `<${each}>`))
              .join('')
              .replace(/\uFFFD+/g, 'é')
          expect(text(cut.delivered)).to.equal(text(whole.delivered))
        },
      ),
    )
  })
})
