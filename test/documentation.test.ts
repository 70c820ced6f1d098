/** The documentation is run: every example of the README and of the tutorials is a test. */
import { describeTranscripts } from '../src/mocha.ts'

await describeTranscripts(['README.md', 'tutorials'])
