import { expect, test } from 'vitest'
import { envNamesOf } from './env-names.ts'
import { hintOf } from './key-hint.ts'
import { recogniseText } from './provider.ts'
import { looksLikeKey, providerOfVariable } from './variable-name.ts'

const a = (length: number) => 'aB3'.repeat(length).slice(0, length)
const hex = (length: number) => '0f9'.repeat(length).slice(0, length)
/** Put together here, so that no tool takes this file for a leak. */
const slackHook = ['https://hooks.slack.com', 'services', 'T000', 'B000', a(24)].join('/')

test.each([
  [`sk-proj-${a(40)}`, 'openai', 'sk-proj-'],
  [`sk-${a(48)}`, 'openai', 'sk-'],
  [`sk-ant-api03-${a(80)}`, 'anthropic', 'sk-ant-'],
  [`sk_${'live'}_${a(24)}`, 'stripe', 'sk_live_'],
  [`rk_${'test'}_${a(24)}`, 'stripe', 'rk_test_'],
  [`whsec_${a(32)}`, 'stripe', 'whsec_'],
  [`ghp_${a(36)}`, 'github', 'ghp_'],
  [`gho_${a(36)}`, 'github', 'gho_'],
  [`ghs_${a(36)}`, 'github', 'ghs_'],
  [`github_pat_${a(60)}`, 'github', 'github_pat_'],
  [`glpat-${a(20)}`, 'gitlab', 'glpat-'],
  [`xoxb-1234-${a(24)}`, 'slack', 'xoxb-'],
  [slackHook, 'slack', 'https://hooks.slack.com/services/'],
  [`SG.${a(22)}.${a(43)}`, 'sendgrid', 'SG.'],
  [`AIza${a(35)}`, 'google', 'AIza'],
  ['AKIA0123456789ABCDEF', 'aws', 'AKIA'],
  ['ASIA0123456789ABCDEF', 'aws', 'ASIA'],
  [`hf_${a(34)}`, 'huggingface', 'hf_'],
  [`npm_${a(36)}`, 'npm', 'npm_'],
  [`SK${hex(32)}`, 'twilio', 'SK'],
  [`AC${hex(32)}`, 'twilio', 'AC'],
  [`v1.0-${hex(24)}-${hex(100)}`, 'cloudflare', 'v1.0-'],
  [`DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${a(88)}`, 'azure', 'DefaultEndpointsProtocol=https;'],
  [`postgresql://app:${a(20)}@db.example/print`, 'database', 'postgresql://'],
  [`redis://:${a(20)}@cache.example:6379/0`, 'database', 'redis://'],
  ['postgresql://app@db.example/print', 'other', ''],
  ['-----BEGIN PRIVATE KEY-----\nMIIE', 'private-key', ''],
  ['-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl', 'private-key', ''],
  ['-----BEGIN CERTIFICATE-----\nMIIE', 'other', ''],
  ['production', 'other', ''],
  ['sk-short', 'other', ''],
])('%s is told as a key of %s', (text, provider, prefix) => {
  expect(recogniseText(text)).toEqual({ provider, prefix })
  expect(recogniseText(` ${text}\n`)).toEqual({ provider, prefix })
})

test('a key that no shape tells is told by the name of its variable, a setting is not', () => {
  expect(providerOfVariable('CLOUDFLARE_API_TOKEN', a(40))).toBe('cloudflare')
  expect(providerOfVariable('AWS_SECRET_ACCESS_KEY', a(40))).toBe('aws')
  expect(providerOfVariable('DB_PASSWORD', 'correct horse')).toBe('database')
  expect(providerOfVariable('STRIPE_API_VERSION', '2026-01-01')).toBe('other')
  expect(providerOfVariable('STRIPE_SECRET_KEY', `ghp_${a(36)}`)).toBe('github')
  expect(providerOfVariable('ENTERPRISE_KEY', a(40))).toBe('other')
})

test('keys are told from settings', () => {
  for (const name of ['API_KEY', 'SESSION_SECRET', 'smtp_password', 'DB_PASS', 'NPM_TOKEN', 'SENTRY_DSN', 'JWT_SECRET_2', 'MYAPIKEY'])
    expect(looksLikeKey(name, 'correct horse battery'), name).toBe(true)
  for (const name of [
    'NODE_ENV',
    'NEXT_PUBLIC_KEY',
    'KEY_PATH',
    'TOKEN_TTL',
    'AWS_ACCESS_KEY_ID',
    'PASSENGER_APP',
    'MONKEY_NAME',
    'COMPASS',
  ])
    expect(looksLikeKey(name, 'correct horse battery'), name).toBe(false)
  expect(looksLikeKey('ANYTHING', `sk-ant-${a(80)}`)).toBe(true)
  expect(looksLikeKey('USE_TOKEN', 'true')).toBe(false)
  expect(looksLikeKey('API_KEY', '12345678')).toBe(false)
  expect(looksLikeKey('API_KEY', 'short')).toBe(false)
})

test('a hint shows the known prefix and the last four, never more than a third, else only the length', () => {
  expect(hintOf(`sk-proj-${a(30)}7Fq2`)).toBe('sk-proj-…7Fq2')
  expect(hintOf('x'.repeat(20))).toBe('…xxxx')
  expect(hintOf('x'.repeat(19))).toBe('19 characters')
  expect(hintOf('x')).toBe('1 character')
  expect(hintOf('🔑'.repeat(3))).toBe('3 characters')
  expect(hintOf(`sk-proj-${a(20)}`)).toBe('28 characters')
  expect(hintOf('-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG\n-----END PRIVATE KEY-----')).toMatch(/^\d+ characters$/)
  expect(hintOf(`${'x'.repeat(40)} abc`)).toBe('44 characters')
})

test('names of variables come from labels and are each given once', () => {
  const other = 'other' as const
  expect(
    envNamesOf([
      { provider: 'stripe', label: 'STRIPE_SECRET_KEY' },
      { provider: 'openai', label: 'research' },
      { provider: 'stripe', label: 'billing, live' },
      { provider: 'stripe', label: 'Billing – live' },
      { provider: other, label: '钥匙' },
      { provider: 'private-key', label: '2026' },
      { provider: other, label: 'STRIPE_SECRET_KEY' },
    ]),
  ).toEqual([
    'STRIPE_SECRET_KEY',
    'OPENAI_RESEARCH',
    'STRIPE_BILLING_LIVE',
    'STRIPE_BILLING_LIVE_2',
    'KEY_KEY',
    'PRIVATE_KEY_2026',
    'STRIPE_SECRET_KEY_2',
  ])
})
