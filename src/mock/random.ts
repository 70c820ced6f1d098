/** Numbers that look random and follow from a name. */
import { hash } from 'node:crypto'

/** A source of whole numbers of 32 bits. */
export type Numbers = () => number

/** Chris Doty-Humphrey's sfc32: small, quick, and far longer than any session. */
export function generator(name: string): Numbers {
  const start = Buffer.from(hash('sha256', name), 'hex')
  let a = start.readInt32LE(0)
  let b = start.readInt32LE(4)
  let c = start.readInt32LE(8)
  let counter = start.readInt32LE(12)
  return () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
}
