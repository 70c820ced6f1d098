import { expect } from 'chai'
import { SupportError } from '../../src/client/errors.ts'

/** What a call rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<SupportError> {
  try {
    await promise
  } catch (error) {
    expect(error).to.be.instanceOf(SupportError)
    return error as SupportError
  }
  throw new Error('It was fulfilled')
}
