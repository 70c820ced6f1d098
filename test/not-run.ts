/** Skips a test that cannot run here, and says so out loud: a pending test alone does not tell why. */
export function notRun(test: Mocha.Context, reason: string): void {
  console.log(`NOT RUN: ${test.test!.fullTitle()}: ${reason}`)
  test.skip()
}
