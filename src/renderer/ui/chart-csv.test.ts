import { expect, test } from 'vitest'
import { chartCsv } from './chart-csv.ts'

test('a chart becomes a table with UTC times and units; what was not measured stays empty', () => {
  const csv = chartCsv({
    lines: [
      {
        key: 'r',
        name: 'Read, all',
        points: [
          { atMs: 0, mean: 5, min: 4, max: 6 },
          { atMs: 1000, mean: null },
        ],
      },
      {
        key: 'w',
        name: 'Written',
        points: [
          { atMs: 1000, mean: 7 },
          { atMs: 9000, mean: 9 },
        ],
      },
    ],
    measure: { unit: 'bytes/s' },
    span: { fromMs: 0, toMs: 5000, stepMs: 1000 },
  })
  expect(csv.split('\r\n')).toEqual([
    'time (UTC),"Read, all (bytes/s)","Read, all lowest","Read, all highest",Written (bytes/s),Written lowest,Written highest',
    '1970-01-01T00:00:00.000Z,5,4,6,,,',
    '1970-01-01T00:00:01.000Z,,,,7,7,7',
  ])
})
