/** boto3 against the mock, which verifies its signatures. */
import { describePrograms, findPythons } from './programs.ts'
import { runSessions } from './sessions.ts'

const temporary = {
  accessKeyId: 'ASIAMOCKTEMPORARY000',
  secretAccessKey: 'a-secret-for-an-hour',
  sessionToken: 'a/token+for/an=hour==',
}

/** DescribeCreateCaseOptions and DescribeSupportedLanguages came in May 2023. */
function knowsOptions(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 1 || minor >= 27
}

describePrograms('boto3', findPythons('boto3'), (python, version) => {
  runSessions(python, [
    { title: 'walks through the tutorial', file: 'boto3-tutorial.txt' },
    {
      title: 'walks through it with temporary credentials',
      file: 'boto3-tutorial.txt',
      mock: { credentials: temporary },
    },
    {
      title: 'sends its session token with each request',
      file: 'boto3-session-token.txt',
      mock: { credentials: { ...temporary, expiration: new Date(Date.now() + 50 * 60_000) } },
    },
    { title: 'pages over cases and communications', file: 'boto3-paginators.txt' },
    { title: 'gets faults as typed exceptions', file: 'boto3-faults.txt' },
    { title: 'sends and fetches attachments', file: 'boto3-attachments.txt' },
    {
      title: 'reads and refreshes Trusted Advisor',
      file: 'boto3-trusted-advisor.txt',
      mock: { seed: 'demo' },
    },
  ])

  if (knowsOptions(version)) {
    runSessions(python, [{ title: 'asks for the ways to get in touch', file: 'boto3-options.txt' }])
  } else it(`asks for the ways to get in touch (NOT RUN: boto3 ${version} does not know the operations)`)
})
