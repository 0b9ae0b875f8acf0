import { expect, test } from 'vitest'
import type { ContactPoint } from '../../../shared/contract/notifications.ts'
import {
  contactPointDraftOf,
  contactPointFieldOf,
  newContactPoint,
  readContactPoint,
  type ContactPointDraft,
} from './contact-point-draft.ts'

const webhook: ContactPointDraft = {
  ...newContactPoint,
  kind: 'webhook',
  name: ' On call ',
  url: ' https://hooks.example.org/x ',
  secret: 'whsec_x',
}
const mail: ContactPointDraft = {
  ...newContactPoint,
  kind: 'email',
  name: 'Mail',
  host: 'mail.example.org',
  from: 'gatehouse@example.org',
  to: 'mara@example.org; alex@example.org',
}
const givenOf = (draft: ContactPointDraft, hasSecret = false) => {
  const read = readContactPoint(draft, hasSecret)
  if (read.kind !== 'given') throw new Error(read.problem.sentence)
  return read.given
}
const problemOf = (draft: ContactPointDraft, hasSecret = false) => {
  const read = readContactPoint(draft, hasSecret)
  return read.kind === 'problem' ? read.problem.field : null
}

test('what is filled in makes a contact point, private networks closed', () => {
  expect(givenOf(webhook)).toMatchObject({
    name: 'On call',
    channel: { kind: 'webhook', url: 'https://hooks.example.org/x' },
    repeatMs: 14_400_000,
    afterMs: 0,
    quietHours: null,
    template: null,
    allowPrivateNetwork: false,
    secret: 'whsec_x',
  })
})

test('several addresses are read however they are parted', () => {
  expect(givenOf(mail).channel).toMatchObject({ to: ['mara@example.org', 'alex@example.org'], user: null, port: 587 })
})

test('a secret that is stored is kept where none is written, and never known here', () => {
  const { secret, ...given } = givenOf({ ...webhook, secret: '' }, true)
  expect(secret).toBeNull()
  const point: ContactPoint = {
    ...given,
    id: '0197f3a0-0000-7000-8000-000000000001',
    version: 1,
    hasSecret: true,
    waiting: 0,
    state: { kind: 'well' },
    lastDeliveredAtMs: null,
  }
  const draft = contactPointDraftOf(point)
  expect(draft.secret).toBe('')
  expect(givenOf(draft, true)).toEqual({ ...given, secret: null })
})

test('quiet hours, escalation and an own message come back as they were given', () => {
  const given = givenOf({
    ...mail,
    isQuiet: true,
    quietDays: ['6', '0'],
    after: { amount: '10', unit: 'minutes' },
    hasTemplate: true,
    repeats: false,
  })
  expect(given).toMatchObject({
    quietHours: { from: '22:00', to: '07:00', days: [6, 0], exceptFrom: 'critical' },
    afterMs: 600_000,
    repeatMs: null,
  })
  const point = { ...given, id: '', version: 1, hasSecret: false, waiting: 0, state: { kind: 'well' as const }, lastDeliveredAtMs: null }
  expect(givenOf(contactPointDraftOf(point))).toEqual(given)
})

test('each fault is told at its own field', () => {
  expect(problemOf({ ...webhook, name: ' ' })).toBe('name')
  expect(problemOf({ ...webhook, url: 'hooks.example.org' })).toBe('url')
  expect(problemOf({ ...webhook, url: 'file:///etc/passwd' })).toBe('url')
  expect(problemOf({ ...webhook, secret: '' })).toBe('secret')
  expect(problemOf({ ...mail, to: '' })).toBe('to')
  expect(problemOf({ ...mail, from: 'nobody' })).toBe('from')
  expect(problemOf({ ...mail, port: '0' })).toBe('port')
  expect(problemOf({ ...mail, user: 'mara' })).toBe('secret')
  expect(problemOf({ ...webhook, repeat: { amount: '1', unit: 'seconds' } })).toBe('repeat')
  expect(problemOf({ ...webhook, isQuiet: true, quietDays: [] })).toBe('quietDays')
  expect(problemOf({ ...webhook, isQuiet: true, quietTo: '22:00' })).toBe('quietTo')
})

test('what the core refuses is found in the form', () => {
  expect(contactPointFieldOf('channel.url', 'webhook')).toBe('url')
  expect(contactPointFieldOf('channel.to.0', 'email')).toBe('to')
  expect(contactPointFieldOf('secret', 'slack')).toBe('secret')
  expect(contactPointFieldOf(null, 'slack')).toBeNull()
})
