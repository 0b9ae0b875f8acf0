import { expect, test } from 'vitest'
import type { Condition, Measure } from '../../../shared/contract/alerts.ts'
import { givenRule } from '../../test-kit/given-rule.ts'
import { about, alertSentence, conditionSentence, matchSentence, span, withUnit } from './condition-words.ts'

const measure = (changes: Partial<Measure> & { name: string }) => givenRule({ measure: changes, windowMs: 300_000 }).condition

test('a condition is told in words, with its unit', () => {
  expect(conditionSentence(measure({ name: 'machine.cpu.used' }), 'percent')).toBe('Processor, mean of 5 min, above 80 %')
  expect(conditionSentence(measure({ name: 'guard.route.duration', figure: 'p95', labels: { route: 'shop' } }), 'ms')).toBe(
    'Response time, shop, 95th percentile of 5 min, above 80 ms',
  )
  expect(conditionSentence(measure({ name: 'guard.route.requests', join: 'sum' }), '1/s')).toBe(
    'Requests, each route, all together, mean of 5 min, above 80/s',
  )
  const share = measure({ name: 'guard.errors', dividedBy: { name: 'guard.requests', labels: {} } })
  expect(conditionSentence(share, 'percent')).toBe('Errors as a share of requests, mean of 5 min, above 80 %')
  const absent: Condition = { kind: 'absence', selector: { name: 'machine.temperature', labels: {} }, windowMs: 60_000 }
  expect(conditionSentence(absent, null)).toBe('Temperature, each sensor, nothing measured for 1 min')
})

test('a series is called by its name alone where nothing is known of it, also by a name that every object has', () => {
  for (const name of ['thing.size', 'constructor', 'toString', '__proto__'])
    expect(conditionSentence(measure({ name, dividedBy: { name, labels: {} } }), 'percent')).toBe(
      `${name} as a share of ${name}, mean of 5 min, above 80 %`,
    )
})

test('what was found is told of its own series', () => {
  const found = { labels: { mount: 'data' }, value: 96e9, threshold: 80e9, unit: 'bytes' as const }
  expect(alertSentence(measure({ name: 'machine.disk.used' }), 60_000, found)).toBe(
    'In use on the disk of the data directory: 96 GB, above 80 GB for 1 min',
  )
})

test('figures and times carry their units, whatever their size', () => {
  expect([withUnit(1_500, 'ms'), withUnit(250, 'ms'), withUnit(2e6, 'bytes/s'), withUnit(3, 'count'), withUnit(71.4, 'celsius')]).toEqual([
    '1.5 s',
    '250 ms',
    '2 MB/s',
    '3',
    '71 °C',
  ])
  expect([span(90_000), span(60_000), span(86_400_000), span(172_800_000), span(1_500)]).toEqual([
    '90 s',
    '1 min',
    '1 day',
    '2 days',
    '1.5 s',
  ])
  expect([about(500), about(42 * 60_000), about(11_100_000), about(90_000_000)]).toEqual([
    'less than a second',
    '42 min',
    '3 h 5 min',
    '1 day 1 h',
  ])
})

test('what a silence matches is told; nothing given is all', () => {
  expect(matchSentence({ ruleId: null, group: null, labels: {} }, null)).toBe('All alerts')
  expect(matchSentence({ ruleId: 'x', group: 'shop', labels: { route: 'pay' } }, 'Slow')).toBe(
    'Alerts of the rule “Slow”, of the group shop, with route pay',
  )
})

test('a time of days is told in days', () => {
  expect([14 * 86_400_000, 90_000, 250].map((ms) => withUnit(ms, 'ms'))).toEqual(['14 days', '90 s', '250 ms'])
})
