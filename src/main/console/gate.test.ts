/** The gate: every procedure of the contract against every kind of caller and every role. */
import { isContractProcedure } from '@orpc/contract'
import { describe, expect, test } from 'vitest'
import { contract } from '../../shared/contract/contract.ts'
import { isOpenToTokens } from '../../shared/contract/procedure.ts'
import type { ProcedureMeta } from '../../shared/contract/procedure.ts'
import { GatehouseError } from '../../shared/errors.ts'
import { permissions, roleMay, roles } from '../../shared/permissions.ts'
import type { Permission, Role } from '../../shared/permissions.ts'
import type { Identity, OpenSession } from '../features/handlers.ts'
import type { Asker } from './asker.ts'
import { admitCall } from './gate.ts'

const nowMs = 1_000_000

const procedures = (function* walk(node: unknown, path: string): Generator<[string, ProcedureMeta]> {
  if (isContractProcedure(node)) yield [path, node['~orpc'].meta as ProcedureMeta]
  else for (const [name, child] of Object.entries(node as object)) yield* walk(child, path ? `${path}.${name}` : name)
})(contract, '')
const all = [...procedures]

const session = (role: Role, steppedUpUntilMs: number | null = null): OpenSession => ({
  id: '019aa000-0000-7000-8000-000000000001',
  user: { id: '019aa000-0000-7000-8000-000000000002', name: 'mara', role, permissions: [] },
  tokenHash: '',
  locked: false,
  steppedUpUntilMs,
  expiresAtMs: nowMs + 1,
})
const open = (role: Role, steppedUpUntilMs?: number): Identity => ({ kind: 'open', session: session(role, steppedUpUntilMs) })

const token = (role: Role, granted: readonly Permission[]): Asker => ({
  kind: 'token',
  token: {
    id: '019aa000-0000-7000-8000-000000000003',
    name: 'nightly',
    user: { ...session(role).user, permissions: [...granted] },
    expiresAtMs: nowMs + 1,
  },
})
const refused: Asker = { kind: 'refused', error: new GatehouseError('NOT_SIGNED_IN', 'This access token was revoked.', {}) }

const codeOf = (meta: ProcedureMeta, trusted: boolean, identity: Asker): string => {
  try {
    admitCall(meta, trusted, identity, nowMs)
    return 'admitted'
  } catch (error) {
    return (error as GatehouseError).code
  }
}

test('the contract names what each procedure needs, and there are as many as expected to be looked at', () => {
  expect(all.length).toBeGreaterThan(30)
  for (const [, meta] of all) expect(['host', 'session', 'locked-session', ...permissions]).toContain(meta.needs)
})

test('what needs no session is a short, closed list', () => {
  expect(all.filter(([, meta]) => meta.needs === 'host').map(([path]) => path)).toEqual([
    'access.state',
    'access.judgePassword',
    'access.createFirstAdministrator',
    'access.confirmEnrolment',
    'access.skipEnrolment',
    'access.signIn',
    'access.submitCode',
    'access.submitBackupCode',
    'access.resetWithRecoveryKey',
    'invitation.look',
    'invitation.accept',
    'invitation.choosePassword',
    'console.status',
    'console.retryKeychain',
    'masterKey.openWithRecoveryKey',
    'firstRestore.beginUpload',
    'firstRestore.uploadChunk',
    'firstRestore.dropUpload',
    'firstRestore.examine',
    'firstRestore.restore',
    'firstRestore.work',
  ])
  expect(all.filter(([, meta]) => meta.needs === 'locked-session').map(([path]) => path)).toEqual(['access.signOut', 'access.unlock'])
})

describe.each(all)('%s', (_path, meta) => {
  test('is refused without the host token, whoever is signed in', () => {
    for (const role of roles) expect(codeOf(meta, false, open(role, nowMs + 1))).toBe('HOST_TOKEN_REQUIRED')
  })

  test('is refused without a session unless it needs none', () => {
    expect(codeOf(meta, true, { kind: 'none' })).toBe(meta.needs === 'host' ? 'admitted' : 'NOT_SIGNED_IN')
    expect(codeOf(meta, true, { kind: 'ended', why: 'expired' })).toBe(meta.needs === 'host' ? 'admitted' : 'NOT_SIGNED_IN')
  })

  test('is refused to a locked session unless it unlocks or signs out', () => {
    const locked: Identity = { kind: 'locked', session: session('admin', nowMs + 1), sinceMs: 0, why: 'user' }
    expect(codeOf(meta, true, locked)).toBe(meta.needs === 'host' || meta.needs === 'locked-session' ? 'admitted' : 'SESSION_LOCKED')
  })

  test('is open to an access token by its permission alone, whatever the host says', () => {
    const open = isOpenToTokens(meta)
    for (const trusted of [true, false]) {
      expect(codeOf(meta, trusted, token('admin', permissions))).toBe(open ? 'admitted' : 'NOT_PERMITTED')
      expect(
        codeOf(
          meta,
          trusted,
          token(
            'admin',
            permissions.filter((one) => one !== meta.needs),
          ),
        ),
      ).toBe('NOT_PERMITTED')
      expect(codeOf(meta, trusted, refused)).toBe('NOT_SIGNED_IN')
    }
    expect(open && (meta.stepUp || meta.returnsSecret || ['host', 'session', 'locked-session'].includes(meta.needs))).toBeFalsy()
  })

  test.each(roles)('is open to the role %s only by its permission', (role) => {
    const free = meta.needs === 'host' || meta.needs === 'session' || meta.needs === 'locked-session'
    const allowed = free || roleMay(role, meta.needs as (typeof permissions)[number])
    expect(codeOf(meta, true, open(role, nowMs + 1))).toBe(allowed ? 'admitted' : 'NOT_PERMITTED')
  })

  test('asks for a fresh code where it must, and an old one does not do', () => {
    expect(codeOf(meta, true, open('admin', nowMs))).toBe(meta.stepUp ? 'STEP_UP_REQUIRED' : 'admitted')
    expect(codeOf(meta, true, open('admin'))).toBe(meta.stepUp ? 'STEP_UP_REQUIRED' : 'admitted')
  })
})
