/** The address of the traffic page, and what it lets pass. */
import { expect, test } from 'vitest'
import { trafficFilterSchema, type RequestRecord } from '../../../shared/contract/traffic.ts'
import { filterOf, isFiltered, onlyWith, passes, withField, withShown } from './traffic-filter.ts'
import { readTrafficSearch } from './traffic-search.ts'

const window = { kind: 'live', range: '15m', lengthMs: 900_000 } as const
const request = {
  atMs: 950_000,
  tookMs: 20,
  source: '203.0.113.7',
  method: 'POST',
  route: 'print',
  consumer: null,
  status: 429,
  refusal: 'rate-limited',
} as RequestRecord
const filtered = (address: Record<string, unknown>) => filterOf(readTrafficSearch(address), window, 1_000_000)

test('what cannot be read in an address is left out', () => {
  expect(readTrafficSearch({ status: ['4', '9', 'x'], show: 'some', least: '-1', request: 'no id', method: 'GET' })).toEqual({
    status: [4],
    method: ['GET'],
  })
})

test('an address without filters asks for the whole time, as the contract reads it', () => {
  const filter = filtered({})
  expect(trafficFilterSchema.parse(filter)).toEqual(filter)
  expect(filter).toMatchObject({ fromMs: 100_000, toMs: null, refusals: [], leastMs: null })
  expect(passes(filter, request)).toBe(true)
})

test.each([
  [{ route: 'print' }, true],
  [{ route: 'files' }, false],
  [{ consumer: 'shop' }, false],
  [{ source: ['203.0.113.7', '203.0.113.8'] }, true],
  [{ method: 'GET' }, false],
  [{ status: '4' }, true],
  [{ status: ['2', '5'] }, false],
  [{ refusal: 'key-needed' }, false],
  [{ least: '21' }, false],
  [{ show: 'refused' }, true],
  [{ show: 'failed' }, false],
  [{ show: 'slow' }, false],
  [{ from: '960000', to: '990000' }, true],
])('%j', (address, expected) => {
  expect(passes(filtered(address), request)).toBe(expected)
})

test('a zoom leaves out what came before and after it', () => {
  const zoomed = filterOf({}, { kind: 'fixed', fromMs: 900_000, toMs: 950_000 }, 0)
  expect(passes(zoomed, request)).toBe(false)
  expect(passes(zoomed, { ...request, atMs: 949_999 })).toBe(true)
})

test('a status of no answer is a class of its own', () => {
  expect(passes(filtered({ show: 'failed' }), { ...request, status: 0 })).toBe(true)
})

test('an emptied filter leaves the address, and "only with" keeps the range alone', () => {
  expect(withField({ route: ['print'] }, 'route', [])).toEqual({})
  expect(withShown({ show: 'slow' }, 'all')).toEqual({})
  expect(isFiltered({ range: '1h' })).toBe(false)
  expect(onlyWith({ range: '1h', show: 'slow', method: ['GET'] }, 'source', ['::1'])).toEqual({ range: '1h', source: ['::1'] })
})
