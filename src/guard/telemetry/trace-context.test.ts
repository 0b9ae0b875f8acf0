import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTraceContext, readTraceState, writeTraceParent } from './trace-context.ts'

const traceId = '0af7651916cd43dd8448eb211c80319c'
const spanId = 'b7ad6b7169203331'
const good = `00-${traceId}-${spanId}-01`
const read = (parent: unknown, state?: unknown) => readTraceContext(parent, state)

test('a good context is read as it was written', () => {
  expect(read(good)).toEqual({ traceId, spanId, flags: 1, state: '' })
  expect(read(good, 'rojo=00f067aa0ba902b7, congo=t61rcWkgMzE ,')).toMatchObject({ state: 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE' })
  const id = fc.stringMatching(/^[0-9a-f]{32}$/).filter((text) => !/^0+$/.test(text))
  fc.assert(
    fc.property(id, id, fc.integer({ min: 0, max: 3 }), (trace, span, flags) => {
      const short = `1${span.slice(0, 15)}`
      expect(read(writeTraceParent(trace, short, flags))).toEqual({ traceId: trace, spanId: short, flags, state: '' })
    }),
  )
})

test.each([
  ['nothing', undefined],
  ['two of them, joined', `${good}, ${good}`],
  ['upper case', good.toUpperCase()],
  ['the forbidden version', `ff${good.slice(2)}`],
  ['more behind this version', `${good}-more`],
  ['a trace of zeros', `00-${'0'.repeat(32)}-${spanId}-01`],
  ['a span of zeros', `00-${traceId}-${'0'.repeat(16)}-01`],
  ['too short a trace', `00-${traceId.slice(1)}-${spanId}-01`],
  ['no flags', good.slice(0, -3)],
  ['letters that are no digits', good.replace('a', 'g')],
])('%s is no context, and its state is none', (_name, parent) => {
  expect(read(parent, 'a=b')).toBeNull()
})

test('a version to come is read by what is known of it', () => {
  expect(read(`cc-${traceId}-${spanId}-01`)).toMatchObject({ traceId, flags: 1 })
  expect(read(`cc-${traceId}-${spanId}-01-what-comes`)).toMatchObject({ traceId })
  expect(read(`cc-${traceId}-${spanId}-01what-comes`)).toBeNull()
  // Flags that have no meaning yet do not go on.
  expect(read(`00-${traceId}-${spanId}-ff`)).toMatchObject({ flags: 3 })
})

test('of whatever is sent, only what has the form goes on, and never more than 512 characters in 32 members', () => {
  const member = fc.oneof(
    fc.tuple(fc.stringMatching(/^[a-z][a-z0-9_*/@-]{0,20}$/), fc.stringMatching(/^[ -~]{0,180}$/)).map(([name, text]) => `${name}=${text}`),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(member, { maxLength: 40 }), (members) => {
      const state = readTraceState(members.join(','))
      expect(state.length).toBeLessThanOrEqual(512)
      expect(state).toMatch(/^[\x20-\x7e]*$/)
      expect(state === '' ? 0 : state.split(',').length).toBeLessThanOrEqual(32)
      expect(readTraceState(state)).toBe(state)
    }),
  )
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (parent, state) => {
      expect(() => readTraceContext(parent, state)).not.toThrow()
    }),
  )
})

test('a state that is too long loses its long members first, then its oldest; one that is wrong anywhere is none', () => {
  const long = `big=${'x'.repeat(200)}`
  const short = Array.from({ length: 30 }, (_, at) => `k${at}=${'v'.repeat(10)}`)
  const state = readTraceState([...short.slice(0, 3), long, ...short.slice(3)].join(','))
  expect(state).not.toContain('big')
  expect(state.startsWith('k0=')).toBe(true)
  expect(readTraceState([long, 'a=b'].join(','))).toBe(`${long},a=b`)
  for (const wrong of ['a=b,a=c', 'A=b', 'a', '=b', 'a=b=c', 'a=b\u0001', `${'a=b,'.repeat(40)}`]) expect(readTraceState(wrong)).toBe('')
  expect(readTraceState(Array.from({ length: 33 }, (_, at) => `k${at}=v`).join(','))).toBe('')
})
