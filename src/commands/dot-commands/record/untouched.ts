/** Whether a mock still holds what it began with. */
import { isDeepStrictEqual } from 'node:util'
import { type MockEndpoint, type State, startMockEndpoint } from '../../../mock/index.ts'

/** Compares it with another mock of the same seed that began at the same moment. */
export async function isUntouched(mock: MockEndpoint, seed: string): Promise<boolean> {
  const state = mock.state()
  if (state.clockAhead !== 0 || state.begun === undefined) return false
  const began = Date.parse(state.begun)
  const other = await startMockEndpoint({ port: 0, seed, now: () => began })
  try {
    return isDeepStrictEqual(withoutClock(state), withoutClock(other.state()))
  } finally {
    await other.close()
  }
}

const withoutClock = ({ begun, clockAhead, ...rest }: State) => rest
