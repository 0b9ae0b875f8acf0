import { expect, test } from 'vitest'
import { countTests, failedFiles, sentenceOf } from './test-report.ts'

const passed = (fullName: string) => ({ fullName, status: 'passed', failureMessages: [] })
const failed = (fullName: string, why: string) => ({ fullName, status: 'failed', failureMessages: [why] })
const file = (name: string, assertionResults: { fullName: string; status: string; failureMessages: string[] }[], message = '') => ({
  name,
  message,
  status: message || assertionResults.some(({ status }) => status === 'failed') ? 'failed' : 'passed',
  assertionResults,
})

test('what ran is counted, and what did not run is named', () => {
  const skipped = { fullName: 'the real keychain: there is no gnome-keyring', status: 'skipped', failureMessages: [] }
  const report = {
    testResults: [file('1', [passed('a'), failed('b', 'no')]), file('2', [skipped, { ...skipped, fullName: 'later', status: 'todo' }])],
  }
  expect(countTests(report)).toEqual({ passed: 1, failed: 1, notRun: [skipped.fullName, 'later'], secondTry: [] })
  expect(failedFiles(report)).toEqual(['1'])
})

test('a test that passes when its file is run once more counts as passed, and is told with why it failed at first', () => {
  const first = { testResults: [file('1', [passed('a')]), file('2', [failed('b', 'Property failed'), failed('c', 'no'), passed('d')])] }
  expect(countTests(first, { testResults: [file('2', [passed('b'), passed('c'), passed('d')])] })).toEqual({
    passed: 4,
    failed: 0,
    notRun: [],
    secondTry: [
      { name: 'b', why: 'Property failed' },
      { name: 'c', why: 'no' },
    ],
  })
})

test('a test that fails twice is failed and nothing else, and so is one that fails only at the second try', () => {
  const first = { testResults: [file('2', [failed('b', 'once'), passed('d')])] }
  expect(countTests(first, { testResults: [file('2', [failed('b', 'twice'), failed('d', 'late')])] })).toMatchObject({
    failed: 2,
    secondTry: [],
  })
})

test('a file that failed before its tests is told by its name', () => {
  const first = { testResults: [file('2', [], 'Cannot start the browser')] }
  expect(failedFiles(first)).toEqual(['2'])
  expect(countTests(first, { testResults: [file('2', [passed('b')])] })).toMatchObject({
    passed: 1,
    secondTry: [{ name: '2', why: 'Cannot start the browser' }],
  })
  expect(countTests(first, { testResults: [file('2', [], 'again')] }).secondTry).toEqual([])
})

test('the last line says how it went', () => {
  const counts = { passed: 12, failed: 0, notRun: [], secondTry: [] }
  expect(sentenceOf({ failed: [], counted: { unit: counts, e2e: { ...counts, passed: 3 } }, tookMs: 61_400 })).toBe(
    'TESTS PASSED: 12 unit tests passed; 3 e2e tests passed; 61 s',
  )
  expect(
    sentenceOf({ failed: ['check', 'unit'], counted: { unit: { ...counts, passed: 1, failed: 1, notRun: ['k'] } }, tookMs: 1000 }),
  ).toBe('not run: k\nTESTS FAILED in check, unit: 1 unit tests passed, 1 failed; 1 not run; 1 s')
  const secondTry = [
    { name: 'a moved key opens', why: 'expected 1\n  at a.test.ts:3\n    at runTest (file:///x/node_modules/vitest/run.js:1:1)' },
  ]
  expect(sentenceOf({ failed: [], counted: { unit: { ...counts, secondTry } }, tookMs: 1000 })).toBe(
    'passed at the second try: a moved key opens\n    expected 1\n      at a.test.ts:3\nTESTS PASSED: 12 unit tests passed; 1 at the second try; 1 s',
  )
})
