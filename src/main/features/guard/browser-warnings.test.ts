import { expect, test } from 'vitest'
import { settingsSchema } from '../../../shared/route-settings.ts'
import { browserFaults, givesPagesMore } from './browser-warnings.ts'

const settings = (changes: object = {}) => settingsSchema.parse(changes)
const faults = (changes: object) => browserFaults('“Shop”', settings(changes), (id) => id === 'known')
const more = (was: object, is: object) => givesPagesMore(settings(was), settings(is))

test('what protects less than it seems is told', () => {
  expect(faults({})).toEqual([])
  expect(faults({ csrf: 'token', csrfKey: 'vault:known', sessionFrom: 'cookie:sid' })).toEqual([])
  expect(faults({ csrf: 'token', csrfKey: 'vault:gone' })).toEqual([
    'The route “Shop” signs its tokens with a key that the vault does not hold: what changes something is refused there.',
    'The route “Shop” asks for tokens, and no cookie tells its sessions: a token holds for whoever has it.',
  ])
  expect(faults({ csrf: 'origin', csrfDryRun: true, corsOrigins: ['*'], csp: 'enforce', cspDirectives: {} })).toHaveLength(3)
})

test('that pages may do more is seen, and that they may do less is not', () => {
  expect(more({ csrf: 'token' }, { csrf: 'origin' })).toBe(true)
  expect(more({ csrf: 'origin' }, { csrf: 'origin', csrfDryRun: true })).toBe(true)
  expect(more({}, { corsOrigins: ['https://a.example'] })).toBe(true)
  expect(more({ corsOrigins: ['https://a.example'] }, { corsOrigins: ['https://a.example'], corsCredentials: true })).toBe(true)
  expect(more({ csp: 'enforce' }, { csp: 'report-only' })).toBe(true)
  expect(more({ csrf: 'off', corsOrigins: ['https://a.example'], csp: 'report-only' }, { csrf: 'token', csp: 'enforce' })).toBe(false)
})
