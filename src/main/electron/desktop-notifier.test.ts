import { EventEmitter } from 'node:events'
import type { NotificationConstructorOptions } from 'electron'
import { expect, test } from 'vitest'
import { silentLogger } from '../../ports/logger.ts'
import { createDesktopNotifier } from './desktop-notifier.ts'
import { alertUrl } from './app-scheme.ts'

const setUp = ({ isSupported = true, broken = false } = {}) => {
  const made: { options: NotificationConstructorOptions; emitter: EventEmitter; shown: number }[] = []
  const opened: (string | null)[] = []
  const notices = createDesktopNotifier({
    isSupported: () => isSupported,
    make: (options) => {
      const one = { options, emitter: new EventEmitter(), shown: 0 }
      made.push(one)
      const show = () => {
        if (broken) throw new Error('no bus')
        one.shown += 1
      }
      return Object.assign(one.emitter, { show }) as never
    },
    open: (alertId) => opened.push(alertId),
    logger: silentLogger,
  })
  return { made, opened, notices }
}
const aNotice = { id: 'a', title: 'Firing: Disk is full', text: 'Disk: 97 %', severity: 'critical', alertId: 'alert-1' } as const

test('a message is shown as it is, and a click opens its alert', () => {
  const { made, opened, notices } = setUp()
  notices.show(aNotice)
  expect(made).toMatchObject([{ options: { title: 'Firing: Disk is full', body: 'Disk: 97 %', urgency: 'critical' }, shown: 1 }])
  made[0]!.emitter.emit('click')
  expect(opened).toEqual(['alert-1'])
})

test('a desktop that has no place for it, or fails, is no error', () => {
  const without = setUp({ isSupported: false })
  without.notices.show(aNotice)
  expect(without.made).toEqual([])
  expect(() => setUp({ broken: true }).notices.show(aNotice)).not.toThrow()
})

test('the alert is opened without loading the page anew, so that nothing typed is lost', () => {
  expect(alertUrl('app://console/settings?range=1h#old', 'alert-1')).toBe('app://console/settings?range=1h#alert=alert-1')
})
