/** What is given from outside is taken whole or refused with where, which and what is allowed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSettingsEnvironment, readSettingsFile, settingsFile, variableOf } from './given-settings.ts'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-settings-'))
})
afterAll(() => rmSync(directory, { recursive: true }))
const file = (text: string) => {
  writeFileSync(join(directory, settingsFile), text)
  return readSettingsFile(directory)
}

test('no file gives nothing', () => {
  expect(readSettingsFile(join(directory, 'none'))).toEqual({})
})

test('a file gives what it names', () => {
  expect(file('{"access.session.idleLockMinutes": 10}')).toEqual({ 'access.session.idleLockMinutes': 10 })
})

test.each([
  ['{"access.session.idleLockMinutes": 0}', /idleLockMinutes in settings\.json.*from 1 to 480 minutes.*It is 0/],
  ['{"access.session.idleLockMinutes": "10"}', /whole number/],
  ['{"access.session.idleMinutes": 10}', /no setting. There are: /],
  ['{"constructor": 10}', /no setting/],
  ['[1]', /one object/],
  ['{', /not JSON/],
])('the file %s is refused', (text, sentence) => {
  expect(() => file(text)).toThrow(sentence)
})

test('a variable is named after its key', () => {
  expect(variableOf('access.session.idleLockMinutes')).toBe('GATEHOUSE_SETTING_ACCESS_SESSION_IDLE_LOCK_MINUTES')
})

test('variables give what they name, others are not ours', () => {
  expect(readSettingsEnvironment({ GATEHOUSE_SETTING_ACCESS_PASSWORD_MIN_LENGTH: '16', PATH: '/bin' })).toEqual({
    'access.password.minLength': 16,
  })
})

test.each([
  ['GATEHOUSE_SETTING_ACCESS_PASSWORD_MIN_LENGTH', '8', /MIN_LENGTH cannot be used.*from 12 to 64/],
  ['GATEHOUSE_SETTING_ACCESS_PASSWORD_MIN_LENGTH', 'many', /whole number/],
  ['GATEHOUSE_SETTING_ACCESS_PASWORD', '16', /is no setting/],
])('the variable %s=%s is refused', (name, text, sentence) => {
  expect(() => readSettingsEnvironment({ [name]: text })).toThrow(sentence)
})
