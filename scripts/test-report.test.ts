import { expect, test } from 'vitest'
import { countTests, sentenceOf } from './test-report.ts'

const report = {
  testResults: [
    {
      assertionResults: [
        { fullName: 'a', status: 'passed' },
        { fullName: 'b', status: 'failed' },
      ],
    },
    {
      assertionResults: [
        { fullName: 'the real keychain: there is no gnome-keyring', status: 'skipped' },
        { fullName: 'later', status: 'todo' },
      ],
    },
  ],
}

test('what ran is counted, and what did not run is named', () => {
  expect(countTests(report)).toEqual({ passed: 1, failed: 1, notRun: ['the real keychain: there is no gnome-keyring', 'later'] })
})

test('the last line says how it went', () => {
  const counts = { passed: 12, failed: 0, notRun: [] }
  expect(sentenceOf({ failed: [], counted: { unit: counts, e2e: { ...counts, passed: 3 } }, tookMs: 61_400 })).toBe(
    'TESTS PASSED: 12 unit tests passed; 3 e2e tests passed; 61 s',
  )
  expect(sentenceOf({ failed: ['check', 'unit'], counted: { unit: { passed: 1, failed: 1, notRun: ['k'] } }, tookMs: 1000 })).toBe(
    'not run: k\nTESTS FAILED in check, unit: 1 unit tests passed, 1 failed; 1 not run; 1 s',
  )
})
