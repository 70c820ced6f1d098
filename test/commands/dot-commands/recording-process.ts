/** A process that records for as long as it lives: the file is its first argument. */
import { withShell } from './shell.ts'

await withShell({}, async ({ type }) => {
  await type(`.record ${process.argv[2]}`)
  for (let number = 1; ; number++) {
    await type(`conn.createCase({ subject: 'case ${number}', communicationBody: 'b' })`)
    process.stdout.write(`${number}\n`)
  }
})
