import { expect, test } from 'vitest'
import { createLogindReader, sessionPath } from './logind-lock.ts'

const hear = (lines: string[], sessionId?: string) => lines.map(createLogindReader(sessionId)).filter((reason) => reason !== null)

test('session ids are written as logind writes them', () => {
  expect([sessionPath('2'), sessionPath('c12'), sessionPath('12')].map((path) => path.split('/').at(-1))).toEqual(['_32', 'c12', '_312'])
})

test('gdbus tells of a lock, a lock hint and sleep, and of much else', () => {
  const lines = [
    'Monitoring signals from all objects owned by org.freedesktop.login1',
    'The name org.freedesktop.login1 is owned by :1.7',
    "/org/freedesktop/login1/session/_32: org.freedesktop.DBus.Properties.PropertiesChanged ('org.freedesktop.login1.Session', {'IdleHint': <true>}, @as [])",
    '/org/freedesktop/login1/session/_32: org.freedesktop.login1.Session.Lock ()',
    "/org/freedesktop/login1/session/_32: org.freedesktop.DBus.Properties.PropertiesChanged ('org.freedesktop.login1.Session', {'LockedHint': <true>}, @as [])",
    '/org/freedesktop/login1/session/_32: org.freedesktop.login1.Session.Unlock ()',
    "/org/freedesktop/login1/session/_32: org.freedesktop.DBus.Properties.PropertiesChanged ('org.freedesktop.login1.Session', {'LockedHint': <false>}, @as [])",
    '/org/freedesktop/login1: org.freedesktop.login1.Manager.PrepareForSleep (true,)',
    '/org/freedesktop/login1: org.freedesktop.login1.Manager.PrepareForSleep (false,)',
  ]
  expect(hear(lines)).toEqual(['screen', 'screen', 'suspend'])
})

test('dbus-monitor tells the same over several lines', () => {
  const signal = (path: string, member: string, of = 'org.freedesktop.login1.Session') =>
    `signal time=1795.1 sender=:1.7 -> destination=(null destination) serial=9 path=${path}; interface=${of}; member=${member}`
  const session = '/org/freedesktop/login1/session/_32'
  const manager = '/org/freedesktop/login1'
  const hint = [
    signal(session, 'PropertiesChanged', 'org.freedesktop.DBus.Properties'),
    '   string "org.freedesktop.login1.Session"',
    '   array [',
    '      dict entry(',
    '         string "LockedHint"',
  ]
  const lines = [
    signal(session, 'Lock'),
    ...hint,
    '         variant             boolean true',
    ...hint,
    '         variant             boolean false',
    signal(session, 'Unlock'),
    signal(manager, 'PrepareForSleep', 'org.freedesktop.login1.Manager'),
    '   boolean true',
    signal(manager, 'PrepareForSleep', 'org.freedesktop.login1.Manager'),
    '   boolean false',
    '   boolean true',
  ]
  expect(hear(lines)).toEqual(['screen', 'screen', 'suspend'])
})

test('with a session of our own, the lock of another one is not ours, sleep is everybody’s', () => {
  const lines = [
    '/org/freedesktop/login1/session/_33: org.freedesktop.login1.Session.Lock ()',
    "/org/freedesktop/login1/session/_33: org.freedesktop.DBus.Properties.PropertiesChanged ('org.freedesktop.login1.Session', {'LockedHint': <true>}, @as [])",
    '/org/freedesktop/login1: org.freedesktop.login1.Manager.PrepareForSleep (true,)',
  ]
  expect(hear(lines, '2')).toEqual(['suspend'])
  expect(hear(lines, '3')).toEqual(['screen', 'screen', 'suspend'])
})
