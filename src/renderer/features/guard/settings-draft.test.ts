import { expect, test } from 'vitest'
import { effectiveSettings, settingNames, type SomeSettings } from '../../../shared/route-settings.ts'
import { settingGroups, type SettingName } from './setting-kinds.ts'
import { readSettings, shownKeys, shownSetting, withoutSetting, type SettingsDraft } from './settings-draft.ts'

const builtIn = effectiveSettings({ defaults: {} }, { settings: {} }).settings
const after = (own: SomeSettings, draft: SettingsDraft) => {
  const read = readSettings(own, draft)
  if (read.kind === 'problem') throw new Error(read.sentence)
  return read.settings
}

test('each setting stands in one group of the form', () => {
  expect(settingGroups.flatMap(({ names }) => names).toSorted()).toEqual([...settingNames].toSorted())
})

test('what nobody touched stays as it is, written in whatever way', () => {
  const own: SomeSettings = { recordQuery: ['with space'], setRequestHeaders: { 'x-a': 'b' }, answerTimeoutMs: 1234 }
  expect(after(own, {})).toEqual(own)
})

test('a setting is inherited, set here, and inherited again', () => {
  expect(shownSetting('answerTimeoutMs', {}, {}, builtIn)).toEqual({ text: '30', own: false })
  const own = after({}, { answerTimeoutMs: '1.5' })
  expect(own).toEqual({ answerTimeoutMs: 1500 })
  expect(shownSetting('answerTimeoutMs', {}, own, builtIn)).toEqual({ text: '1.5', own: true })
  expect(shownSetting('answerTimeoutMs', { answerTimeoutMs: null }, own, builtIn)).toEqual({ text: '30', own: false })
  expect(after(own, { answerTimeoutMs: null })).toEqual({})
  expect(after(own, { answerTimeoutMs: '' })).toEqual({})
  expect(withoutSetting({ ...own, keepHost: true }, 'answerTimeoutMs')).toEqual({ keepHost: true })
})

test('an empty list or path is set here, and covers what is inherited', () => {
  const inherited = { ...builtIn, stripPrefix: '/v1', removeRequestHeaders: ['cookie'] }
  expect(shownSetting('removeRequestHeaders', {}, {}, inherited)).toEqual({ text: 'cookie', own: false })
  const own = after({}, { stripPrefix: '', removeRequestHeaders: '', action: ' ' })
  expect(own).toEqual({ stripPrefix: '', removeRequestHeaders: [], action: null })
  expect(shownSetting('stripPrefix', {}, own, inherited)).toEqual({ text: '', own: true })
})

test('every kind is read as the policy holds it', () => {
  expect(
    after(
      {},
      {
        identity: 'required',
        securityHeaders: 'off',
        maxBodyBytes: '2',
        setResponseHeaders: 'X-Env:  prod \n\nx-b: a:b',
        recordQuery: 'page, sort',
        injectKeys: [{ keyId: 'k1', header: 'Authorization', template: 'Bearer {key}' }],
      },
    ),
  ).toEqual({
    identity: 'required',
    securityHeaders: false,
    maxBodyBytes: 2 * 1024 * 1024,
    setResponseHeaders: { 'x-env': 'prod', 'x-b': 'a:b' },
    recordQuery: ['page', 'sort'],
    injectKeys: [{ header: 'authorization', template: 'Bearer {key}', secret: 'vault:k1' }],
  })
})

const key = { keyId: 'k1', header: 'x-key', template: '{key}' }
test.each<[SettingsDraft, SettingName, string]>([
  [{ answerTimeoutMs: 'soon' }, 'answerTimeoutMs', 'A number from 0.01 to 600.'],
  [{ maxBodyBytes: '-1' }, 'maxBodyBytes', 'A number from 0 to 102,400.'],
  [{ keyHeader: 'x key' }, 'keyHeader', '“x key”: not a name of a header.'],
  [{ keyHeader: '' }, 'keyHeader', 'It cannot be empty.'],
  [{ setRequestHeaders: 'Transfer-Encoding: chunked' }, 'setRequestHeaders', '“Transfer-Encoding”: this header belongs to the connection.'],
  [{ setRequestHeaders: 'x-a' }, 'setRequestHeaders', '“x-a” has no value: write it as “x-a: value”.'],
  [{ setRequestHeaders: 'x-a: 1\nX-A: 2' }, 'setRequestHeaders', '“x-a” stands there twice.'],
  [{ removeRequestHeaders: 'a b(c' }, 'removeRequestHeaders', '“b(c”: not a name of a header.'],
  [{ injectKeys: [{ ...key, keyId: '' }] }, 'injectKeys', 'Choose which key of the vault is put in.'],
  [{ injectKeys: [{ ...key, template: 'x' }] }, 'injectKeys', 'What is sent must have {key} where the key goes.'],
  [{ injectKeys: [key, { ...key, keyId: 'k2' }] }, 'injectKeys', 'Two keys go into “x-key”.'],
])('%j is refused at its field', (draft, name, sentence) => {
  expect(readSettings({}, draft)).toEqual({ kind: 'problem', name, sentence })
})

test('the value of a header is never told back: it may be a secret', () => {
  const read = readSettings({}, { setRequestHeaders: 'x-a: geheim\u00e9' })
  expect(read).toMatchObject({ kind: 'problem', name: 'setRequestHeaders' })
  expect(JSON.stringify(read)).not.toContain('geheim')
})

test('keys that are put in are inherited as a whole', () => {
  const inherited = { ...builtIn, injectKeys: [{ header: 'x-key', template: '{key}', secret: 'vault:k1' }] }
  expect(shownKeys({}, {}, inherited)).toEqual({ keys: [key], own: false })
  expect(shownKeys({ injectKeys: [] }, {}, inherited)).toEqual({ keys: [], own: true })
  expect(after({}, { injectKeys: [] })).toEqual({ injectKeys: [] })
  expect(shownKeys({ injectKeys: null }, { injectKeys: [] }, inherited).own).toBe(false)
})
