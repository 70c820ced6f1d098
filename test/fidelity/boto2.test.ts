/**
 * boto 2, whose Support tutorial this project follows, against the mock.
 *
 * It sends the Host header of AWS wherever it connects to, and takes the scope of its signatures from
 * the address. With the scope said, its signatures hold; see python/boto2-faults.txt for the rest.
 */
import { describePrograms, findPythons } from './programs.ts'
import { runSessions } from './sessions.ts'

describePrograms('boto 2', findPythons('boto.support.layer1'), (python) =>
  runSessions(python, [
    { title: 'walks through its own tutorial', file: 'boto2-tutorial.txt' },
    { title: 'gets faults as its own exceptions', file: 'boto2-faults.txt' },
    {
      title: 'signs for whatever its host is called, where signatures are not verified',
      file: 'boto2-scopes.txt',
      mock: { strictAuth: false },
    },
    { title: 'sends and fetches attachments', file: 'boto2-attachments.txt' },
    {
      title: 'reads and refreshes Trusted Advisor',
      file: 'boto2-trusted-advisor.txt',
      mock: { seed: 'demo' },
    },
  ]),
)
