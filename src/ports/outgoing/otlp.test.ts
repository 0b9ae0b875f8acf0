import { expect, test } from 'vitest'
import { attributesOf, isRetryable, nanoseconds, partialSuccess } from './otlp.ts'

test('times are nanoseconds as text, to the last digit, and carry over whole milliseconds', () => {
  expect(nanoseconds(1_763_700_000_123)).toBe('1763700000123000000')
  expect(nanoseconds(1_763_700_000_123, 1.000_001)).toBe('1763700000124000001')
  expect(nanoseconds(1_763_700_000_999, 0.999_999_9)).toBe('1763700001000000000')
  expect([nanoseconds(-5), nanoseconds(0), nanoseconds(0, 0.5)]).toEqual(['0', '0', '500000'])
})

test('attributes say their kind, whole numbers as text, and what is null is left out', () => {
  expect(attributesOf({ a: 'x', b: 2, c: 0.5, d: false, e: null })).toEqual([
    { key: 'a', value: { stringValue: 'x' } },
    { key: 'b', value: { intValue: '2' } },
    { key: 'c', value: { doubleValue: 0.5 } },
    { key: 'd', value: { boolValue: false } },
  ])
})

test('only the statuses that the specification lists are worth another try at once', () => {
  expect([400, 401, 404, 408, 413, 429, 500, 501, 502, 503, 504].filter(isRetryable)).toEqual([429, 502, 503, 504])
})

test('a partial success tells how many records were rejected, whether as a number or as a text', () => {
  expect(partialSuccess('{"partialSuccess":{"rejectedLogRecords":"3","errorMessage":"too old"}}', 'rejectedLogRecords')).toEqual({
    rejected: 3,
    message: 'too old',
  })
  expect(partialSuccess('{"partialSuccess":{"rejectedLogRecords":2}}', 'rejectedLogRecords')).toEqual({ rejected: 2, message: null })
  for (const nothing of ['', '{}', '{"partialSuccess":{}}', 'null', '<html>', '{"partialSuccess":{"rejectedLogRecords":-1}}'])
    expect(partialSuccess(nothing, 'rejectedSpans')).toEqual({ rejected: 0, message: null })
})
