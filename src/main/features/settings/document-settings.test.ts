import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { documentSettings } from './document-settings.ts'
import { readSettingsText } from './read-settings-text.ts'
import { settingKeys } from './settings.registry.ts'

const root = resolve(import.meta.dirname, '../../../..')

test('the documentation of the settings is that of the registry (write it with npm run document-settings)', () => {
  expect(readFileSync(resolve(root, 'docs/settings.md'), 'utf8')).toBe(documentSettings())
})

test('its example is a file that can be used, and every setting stands in it', () => {
  const text = documentSettings()
  const example = /```json\n(.*?)```/s.exec(text)?.[1] ?? ''
  const { given, faults } = readSettingsText(example)
  expect(faults).toEqual([])
  expect(Object.keys(given).length).toBeGreaterThan(3)
  for (const key of settingKeys) expect(text).toContain(`\`${key}\``)
})
