// Counts what a test run did and says it in lines that a person and the CI can read.

interface FileResult {
  /** Its path. */
  name: string
  status: string
  /** Why the file itself failed; empty where its tests did. */
  message: string
  assertionResults: { fullName: string; status: string; failureMessages: string[] }[]
}
/** The part of Vitest's JSON report (the form of Jest's) that is used here. */
export interface VitestReport {
  testResults: FileResult[]
}

export interface SecondTry {
  name: string
  /** What the first try said. */
  why: string
}

export interface Counts {
  passed: number
  failed: number
  /** Names of the tests that did not run; each says why. */
  notRun: string[]
  /** Failed at first, and passed when their file was run once more. */
  secondTry: SecondTry[]
}

export const failedFiles = ({ testResults }: VitestReport): string[] =>
  testResults.flatMap(({ name, status }) => (status === 'failed' ? [name] : []))

const failuresOf = ({ name, message, status, assertionResults }: FileResult): SecondTry[] => {
  const failed = assertionResults.filter((one) => one.status === 'failed')
  if (failed.length > 0) return failed.map(({ fullName, failureMessages }) => ({ name: fullName, why: failureMessages.join('\n') }))
  return status === 'failed' ? [{ name, why: message || 'A hook failed.' }] : []
}

/** `again`: the report of the files that failed in `first`, run once more. */
export const countTests = (first: VitestReport, again: VitestReport = { testResults: [] }): Counts => {
  const later = new Map(again.testResults.map((file) => [file.name, file]))
  const files = first.testResults.map((file) => later.get(file.name) ?? file)
  const tests = files.flatMap(({ assertionResults }) => assertionResults)
  const ran = new Set(['passed', 'failed'])
  const stillFailing = new Set(files.flatMap(failuresOf).map(({ name }) => name))
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: tests.filter(({ status }) => status === 'failed').length,
    notRun: tests.filter(({ status }) => !ran.has(status)).map(({ fullName }) => fullName),
    secondTry: first.testResults
      .flatMap((file) => (later.has(file.name) ? failuresOf(file) : []))
      .filter(({ name }) => !stillFailing.has(name)),
  }
}

const seconds = (ms: number) => `${Math.round(ms / 1000)} s`
const mostLinesOfWhy = 12
/** Without the lines of the stack that lie in packages. */
const indented = (why: string) => {
  const lines = why.split('\n').filter((line) => !/^\s*at .*(?:node_modules|node:internal)/.test(line))
  return lines.slice(0, mostLinesOfWhy).map((line) => `    ${line}`).join('\n') // prettier-ignore
}

/** `TESTS PASSED: …` or `TESTS FAILED: …`, after the tests that did not run and those that passed only at the second try, with why they first failed. */
export const sentenceOf = ({ failed, counted, tookMs }: { failed: string[]; counted: Record<string, Counts>; tookMs: number }): string => {
  const all = Object.values(counted)
  const notRun = all.flatMap((count) => count.notRun)
  const secondTry = all.flatMap((count) => count.secondTry)
  const lines = [
    ...notRun.map((name) => `not run: ${name}`),
    ...secondTry.map(({ name, why }) => `passed at the second try: ${name}\n${indented(why)}`),
  ]
  const counts = Object.entries(counted).map(
    ([name, { passed, failed: broken }]) => `${passed} ${name} tests passed${broken ? `, ${broken} failed` : ''}`,
  )
  const rest = [
    ...(secondTry.length ? [`${secondTry.length} at the second try`] : []),
    ...(notRun.length ? [`${notRun.length} not run`] : []),
    seconds(tookMs),
  ]
  const verdict = failed.length === 0 ? 'TESTS PASSED' : `TESTS FAILED in ${failed.join(', ')}`
  return [...lines, `${verdict}: ${[...counts, ...rest].join('; ')}`].join('\n')
}
