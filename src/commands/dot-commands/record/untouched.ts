/** What a mock began with, and whether it still holds that. */
import { isDeepStrictEqual } from 'node:util'
import { type MockEndpoint, type State, startMockEndpoint } from '../../../mock/index.ts'

/** Compares it with what its seed was at that moment. */
export async function isUntouched(mock: MockEndpoint, seed: string): Promise<boolean> {
  const state = mock.state()
  if (state.clockAhead !== 0 || state.begun === undefined) return false
  return isDeepStrictEqual(withoutClock(state), withoutClock(await stateOf(seed, state.begun)))
}

/** What a seed is at a moment: it is dated from there. */
export async function stateOf(seed: string, moment: string): Promise<State> {
  const began = Date.parse(moment)
  const mock = await startMockEndpoint({ port: 0, seed, now: () => began })
  try {
    return mock.state()
  } finally {
    await mock.close()
  }
}

const withoutClock = ({ begun, clockAhead, ...rest }: State) => rest
