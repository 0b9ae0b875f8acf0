// Counts what a test run did and says it in one line that a person and the CI can read.

/** The part of Vitest's JSON report (the form of Jest's) that is used here. */
export interface VitestReport {
  testResults: { assertionResults: { fullName: string; status: string }[] }[]
}

export interface Counts {
  passed: number
  failed: number
  /** Names of the tests that did not run; each says why. */
  notRun: string[]
}

export const countTests = ({ testResults }: VitestReport): Counts => {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
  const ran = new Set(['passed', 'failed'])
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: tests.filter(({ status }) => status === 'failed').length,
    notRun: tests.filter(({ status }) => !ran.has(status)).map(({ fullName }) => fullName),
  }
}

const seconds = (ms: number) => `${Math.round(ms / 1000)} s`

/** `TESTS PASSED: …` or `TESTS FAILED: …`, after one line for each test that did not run. */
export const sentenceOf = ({ failed, counted, tookMs }: { failed: string[]; counted: Record<string, Counts>; tookMs: number }): string => {
  const lines = Object.values(counted).flatMap(({ notRun }) => notRun.map((name) => `not run: ${name}`))
  const counts = Object.entries(counted).map(
    ([name, { passed, failed: broken }]) => `${passed} ${name} tests passed${broken ? `, ${broken} failed` : ''}`,
  )
  const verdict = failed.length === 0 ? 'TESTS PASSED' : `TESTS FAILED in ${failed.join(', ')}`
  const notRun = Object.values(counted).reduce((sum, count) => sum + count.notRun.length, 0)
  return [...lines, `${verdict}: ${[...counts, ...(notRun ? [`${notRun} not run`] : []), seconds(tookMs)].join('; ')}`].join('\n')
}
