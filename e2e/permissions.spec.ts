// Over real HTTP: every procedure of the contract, asked by every role, and by callers that lack the host token or a session.
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '../src/shared/contract/contract.ts'
import type { ProcedureMeta } from '../src/shared/contract/procedure.ts'
import { roleMay, roles } from '../src/shared/permissions.ts'
import type { Permission, Role } from '../src/shared/permissions.ts'
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

const post = (path: string, body: unknown, headers: Record<string, string>) =>
  new Promise<{ status: number; code: string | undefined; json: Record<string, unknown> }>((resolve, reject) => {
    const asking = request(
      gatehouse.origin + path,
      { method: 'POST', headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', ...headers } },
      (answer) => {
        // A stream has answered what is asked here once its headers came.
        if (answer.headers['content-type']?.startsWith('text/event-stream')) {
          resolve({ status: answer.statusCode!, code: undefined, json: {} })
          answer.destroy()
          return
        }
        let text = ''
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        answer.on('end', () => {
          const json = (text ? JSON.parse(text) : {}) as { json?: Record<string, unknown> } & Record<string, unknown>
          const inner = json.json ?? json
          resolve({ status: answer.statusCode!, code: inner.code as string | undefined, json: inner })
        })
      },
    )
    asking.on('error', reject)
    asking.end(JSON.stringify(body))
  })
const rpc = (path: string, input: unknown, headers: Record<string, string>) => post(`/rpc${path}`, { json: input }, headers)
const host = () => ({ 'x-gatehouse-host': hostToken })
const signedIn = (role: Role) => ({ ...host(), authorization: `Bearer ${tokens.get(role)}` })

beforeAll(async () => {
  gatehouse = await startConsole()
  hostToken = (await post('/host/exchange', { token: gatehouse.link.split('#t=')[1] }, {})).json.hostToken as string
  const enrolment = (await rpc('/access/createFirstAdministrator', { name: 'mara', password: 'quiet harbour lantern 42' }, host())).json
  const code = codeAt(enrolment.secret as string, gatehouse.now())
  const grant = (await rpc('/access/confirmEnrolment', { ticket: enrolment.ticket, code }, host())).json.session as { token: string }
  tokens.set('admin', grant.token)
  // Users of the other roles, put in beside the console: there is no page for them yet.
  const outside = new Database(join(gatehouse.dataDirectory, 'gatehouse.db'))
  for (const role of ['operator', 'viewer'] as const) {
    const id = randomUUID()
    const token = randomBytes(32).toString('base64url')
    tokens.set(role, token)
    outside
      .prepare(
        `INSERT INTO user SELECT @id, @role, @role, @role, password_hash, password_changed_at_ms, mfa_secret, mfa_version, mfa_enrolled_at_ms, last_code_step, backup_codes_issued_at_ms, disabled, created_at_ms, version FROM user WHERE name = 'mara'`,
      )
      .run({ id, role })
    outside
      .prepare(
        `INSERT INTO session (id, user_id, token_hash, device, address, created_at_ms, last_input_at_ms, expires_at_ms) VALUES (@session, @id, @hash, 'test', '127.0.0.1', @now, @now, @now + 3600000)`,
      )
      .run({ session: randomUUID(), id, hash: createHash('sha256').update(token).digest('hex'), now: gatehouse.now() })
  }
  outside.close()
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
