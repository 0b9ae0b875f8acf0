import { expect, test } from 'vitest'
import type { Setting } from '../../../shared/contract/settings.ts'
import { findSettings, groupsOf, sectionId } from './find-settings.ts'

const setting = (key: string, title: string, group: string, origin: Setting['origin'] = 'default'): Setting => ({
  key,
  group,
  title,
  description: 'What it is for.',
  kind: { type: 'boolean' },
  value: true,
  default: true,
  origin,
  layers: [{ origin: 'default', value: true }],
  variable: `GATEHOUSE_SETTING_${key.toUpperCase()}`,
  applies: 'live',
  dropsWhenLower: false,
  permission: 'settings:write',
  version: 0,
})
const all = [
  setting('a.one', 'Lock when idle', 'Access', 'run time'),
  setting('b.two', 'Keep the log', 'Audit'),
  setting('a.three', 'Length', 'Access', 'file'),
]
const keys = (found: Setting[]) => found.map(({ key }) => key)

test('every word is found wherever it stands: in title, key, group or variable', () => {
  expect(keys(findSettings(all, { text: 'idle LOCK', changedOnly: false }))).toEqual(['a.one'])
  expect(keys(findSettings(all, { text: 'audit', changedOnly: false }))).toEqual(['b.two'])
  expect(keys(findSettings(all, { text: 'gatehouse_setting_a.three', changedOnly: false }))).toEqual(['a.three'])
  expect(findSettings(all, { text: 'idle log', changedOnly: false })).toEqual([])
  expect(findSettings(all, { text: '', changedOnly: false })).toHaveLength(3)
})

test('only what somebody said is shown as changed', () => {
  expect(keys(findSettings(all, { text: '', changedOnly: true }))).toEqual(['a.one', 'a.three'])
})

test('settings of a group stand together, each group with an id for its section', () => {
  expect(groupsOf(all).map(({ name, settings }) => [name, settings.length])).toEqual([
    ['Access', 2],
    ['Audit', 1],
  ])
  expect(sectionId('Alerts and messages')).toBe('alerts-and-messages')
})
