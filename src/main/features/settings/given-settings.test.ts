/** What is given from outside is taken whole, or refused with all that is wrong: where, which and what is allowed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readGivenSettings, settingsFile, variableOf } from './given-settings.ts'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-settings-'))
})
afterAll(() => rmSync(directory, { recursive: true }))
const file = (text: string) => {
  writeFileSync(join(directory, settingsFile), text)
  return readGivenSettings(directory, {}).file
}
const variables = (environment: NodeJS.ProcessEnv) => readGivenSettings(join(directory, 'none'), environment).environment

test('no file and no variable give nothing', () => {
  expect(readGivenSettings(join(directory, 'none'), { PATH: '/bin' })).toEqual({ file: {}, environment: {} })
})

test('a file gives what it names', () => {
  expect(file('{"access.session.idleLockMinutes": 10}')).toEqual({ 'access.session.idleLockMinutes': 10 })
})

test.each([
  ['{"access.session.idleLockMinutes": 0}', /line 1: access\.session\.idleLockMinutes:.*from 1 to 480 minutes.*It is 0/],
  ['{', /settings\.json, line 1: This is not JSON/],
])('the file %s is refused', (text, sentence) => {
  expect(() => file(text)).toThrow(sentence)
})

test('a variable is named after its key', () => {
  expect(variableOf('access.session.idleLockMinutes')).toBe('GATEHOUSE_SETTING_ACCESS_SESSION_IDLE_LOCK_MINUTES')
})

test('variables give what they name', () => {
  expect(variables({ GATEHOUSE_SETTING_ACCESS_PASSWORD_MIN_LENGTH: '16' })).toEqual({ 'access.password.minLength': 16 })
})

test.each([
  ['GATEHOUSE_SETTING_ACCESS_PASSWORD_MIN_LENGTH', '8', /MIN_LENGTH:.*from 12 to 64/],
  ['GATEHOUSE_SETTING_ACCESS_PASSWORD_MIN_LENGTH', 'many', /whole number/],
  ['GATEHOUSE_SETTING_ACCESS_PASWORD', '16', /is no setting/],
])('the variable %s=%s is refused', (name, text, sentence) => {
  expect(() => variables({ [name]: text })).toThrow(sentence)
})

test('all that is wrong in file and environment is named at once, a line each', () => {
  writeFileSync(join(directory, settingsFile), '{\n  "access.session.idleLockMinutes": 0,\n  "vault.hideAfter": 5\n}')
  let message = ''
  try {
    readGivenSettings(directory, { GATEHOUSE_SETTING_ACCESS_PASWORD: '16' })
  } catch (error) {
    message = (error as Error).message
  }
  const lines = message.split('\n').filter((line) => line.startsWith('- '))
  expect(lines).toEqual([
    expect.stringContaining('settings.json, line 2: access.session.idleLockMinutes'),
    expect.stringContaining('settings.json, line 3: "vault.hideAfter" is no setting.'),
    expect.stringContaining('GATEHOUSE_SETTING_ACCESS_PASWORD is no setting.'),
  ])
})
