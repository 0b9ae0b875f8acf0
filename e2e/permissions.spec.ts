// Over real HTTP: every procedure of the contract, asked by every role, and by callers that lack the host token or a session.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '../src/shared/contract/contract.ts'
import { topicPermissions, topics } from '../src/shared/contract/live.ts'
import type { ProcedureMeta } from '../src/shared/contract/procedure.ts'
import { roleMay, roles } from '../src/shared/permissions.ts'
import type { Permission, Role } from '../src/shared/permissions.ts'
import { callRpc, joinAs, post } from './fixtures/console-calls.ts'
import type { Headers } from './fixtures/console-calls.ts'
import { removeDataDirectory, startConsole } from './fixtures/console-process.ts'
import type { ConsoleProcess } from './fixtures/console-process.ts'
import { codeAt } from './fixtures/totp.ts'

interface Described {
  path: string
  meta: ProcedureMeta
}
const walk = (node: object, path: string): Described[] =>
  '~orpc' in node
    ? [{ path, meta: (node['~orpc'] as { meta: ProcedureMeta }).meta }]
    : Object.entries(node).flatMap(([name, child]) => walk(child as object, `${path}/${name}`))
const procedures = walk(contract, '')

let gatehouse: ConsoleProcess
let hostToken = ''
const tokens = new Map<Role, string>()

const rpc = (path: string, input: unknown, headers: Headers) => callRpc(gatehouse.origin, path, input, headers)
const host = () => ({ 'x-gatehouse-host': hostToken })
const signedIn = (role: Role) => ({ ...host(), authorization: `Bearer ${tokens.get(role)}` })

beforeAll(async () => {
  gatehouse = await startConsole()
  hostToken = (await post(gatehouse.origin, '/host/exchange', { token: gatehouse.link.split('#t=')[1] }, {})).json.hostToken as string
  const enrolment = (await rpc('/access/createFirstAdministrator', { name: 'mara', password: 'quiet harbour lantern 42' }, host())).json
  const code = codeAt(enrolment.secret as string, gatehouse.now())
  const grant = (await rpc('/access/confirmEnrolment', { ticket: enrolment.ticket, code }, host())).json.session as { token: string }
  tokens.set('admin', grant.token)
  const stepUp = { code: codeAt(enrolment.secret as string, gatehouse.now() + 30_000) }
  expect(await rpc('/access/stepUp', stepUp, signedIn('admin'))).toMatchObject({ status: 200 })
  const admin = { origin: gatehouse.origin, hostToken, sessionToken: grant.token, nowMs: gatehouse.now() }
  for (const role of ['operator', 'viewer'] as const) tokens.set(role, await joinAs(admin, role, role))
})
afterAll(async () => {
  await gatehouse.stop()
  removeDataDirectory(gatehouse.dataDirectory)
})

test('the users of all roles are signed in', async () => {
  for (const role of roles) {
    const state = (await rpc('/access/state', undefined, signedIn(role))).json
    expect(state).toMatchObject({ session: { kind: 'open', user: { role } } })
  }
})

test.each(procedures)('$path is refused without the host token', async ({ path }) => {
  const { authorization } = signedIn('admin')
  expect(await rpc(path, {}, { authorization })).toMatchObject({ status: 401, code: 'HOST_TOKEN_REQUIRED' })
  expect(await rpc(path, {}, { authorization, 'x-gatehouse-host': 'x'.repeat(43) })).toMatchObject({
    status: 401,
    code: 'HOST_TOKEN_REQUIRED',
  })
})

test.each(procedures.filter(({ meta }) => meta.needs !== 'host'))('$path is refused without a session', async ({ path }) => {
  expect(await rpc(path, {}, host())).toMatchObject({ status: 401, code: 'NOT_SIGNED_IN' })
  expect(await rpc(path, {}, { ...host(), authorization: `Bearer ${'x'.repeat(43)}` })).toMatchObject({
    status: 401,
    code: 'NOT_SIGNED_IN',
  })
})

const byPermission = procedures.filter(({ meta }) => meta.needs.includes(':'))
test.each(byPermission.flatMap(({ path, meta }) => roles.map((role) => ({ path, role, needs: meta.needs as Permission }))))(
  '$path answers the role $role by the permission $needs',
  async ({ path, role, needs }) => {
    // The gate stands before the input, so what the input lacks tells who was let through.
    const { code } = await rpc(path, 'not what it takes', signedIn(role))
    if (roleMay(role, needs)) expect(code).not.toBe('NOT_PERMITTED')
    else expect(code).toBe('NOT_PERMITTED')
  },
)

test.each(topics.flatMap((topic) => roles.map((role) => ({ topic, role, needs: topicPermissions[topic] }))))(
  'the live topic $topic answers the role $role by the permission $needs',
  async ({ topic, role, needs }) => {
    const answer = await rpc('/live', { topics: [topic] }, signedIn(role))
    if (needs === null || roleMay(role, needs)) expect(answer).toMatchObject({ status: 200, code: undefined })
    else expect(answer).toMatchObject({ status: 403, code: 'NOT_PERMITTED' })
  },
)
