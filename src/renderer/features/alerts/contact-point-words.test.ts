import { expect, test } from 'vitest'
import { deletionConsequence, exampleOf, rhythmWords, whereTo } from './contact-point-words.ts'

test('a message is shown as it would read, and what is no placeholder is named', () => {
  expect(exampleOf('{{severity}}: {{ name }}')).toEqual({ text: 'high: The processor is busy', unknown: [] })
  expect(exampleOf('{{who}} {{who}} {{name')).toEqual({ text: '{{who}} {{who}} {{name', unknown: ['{{who}}'] })
})

test('when it is told is said in one sentence', () => {
  expect(rhythmWords({ leastSeverity: 'medium', groups: [], repeatMs: 14_400_000, afterMs: 0, quietHours: null })).toBe(
    'Medium and above, again every 4 h.',
  )
  const quietHours = { from: '22:00', to: '07:00', days: [1, 2, 3, 4, 5], exceptFrom: 'critical' as const }
  expect(rhythmWords({ leastSeverity: 'critical', groups: ['disk'], repeatMs: null, afterMs: 600_000, quietHours })).toBe(
    'Critical alerts, of disk, once nobody has acknowledged for 10 min, told once, quiet from 22:00 to 07:00 on weekdays.',
  )
})

test('where it goes is told without what is secret', () => {
  expect(whereTo({ kind: 'slack' })).toBe('Slack, by an incoming webhook')
  expect(whereTo({ kind: 'pagerduty', url: 'https://events.eu.pagerduty.com/v2/enqueue' })).toBe('PagerDuty, by events.eu.pagerduty.com')
})

test('deleting says what is lost', () => {
  expect(deletionConsequence({ waiting: 2 })).toContain('2 messages that wait will not be sent')
  expect(deletionConsequence({ waiting: 0 })).not.toContain('wait')
})
