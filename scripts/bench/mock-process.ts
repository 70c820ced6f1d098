/** The mock as users start it, in a process of its own. */
import type { Place } from './place.ts'
import { type ServerProcess, startServer } from './processes.ts'

/** Who calls it. */
export const credentials = { accessKeyId: 'AKIABENCH', secretAccessKey: 'a-secret-of-the-bench' }

/** A mock that verifies signatures, on a free loopback port. `more` are further options. */
export function startStrictMock(place: Place, more: readonly string[] = []): Promise<ServerProcess> {
  const { accessKeyId, secretAccessKey } = credentials
  const keys = ['--access-key', accessKeyId, '--secret-key', secretAccessKey]
  const args = [place.cli, 'mock', '--port', '0', '--strict-auth', ...keys, ...more]
  return startServer(process.execPath, args, place)
}
