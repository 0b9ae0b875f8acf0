/** The REST interface is described from the contract, whole. */
import { isContractProcedure } from '@orpc/contract'
import { expect, test } from 'vitest'
import { contract } from '../../shared/contract/contract.ts'
import { describeRest } from './openapi.ts'

const described = describeRest('1.2.3')
const routes = (node: unknown): { method: string; path: string }[] =>
  isContractProcedure(node)
    ? [{ method: node['~orpc'].route.method!.toLowerCase(), path: node['~orpc'].route.path! }]
    : Object.values(node as object).flatMap(routes)

test('every procedure has its route, once, in OpenAPI 3.1', async () => {
  const document = await described
  expect(document.openapi).toMatch(/^3\.1/)
  expect(document.info.version).toBe('1.2.3')
  const asked = routes(contract)
  expect(new Set(asked.map(({ method, path }) => `${method} ${path}`)).size).toBe(asked.length)
  for (const { method, path } of asked) expect(document.paths?.[path], path).toHaveProperty(method)
})

test('each operation says what it takes, and whether an access token will do', async () => {
  const { paths, components } = await described
  expect(Object.keys(components?.securitySchemes ?? {})).toEqual(['accessToken', 'host', 'session'])
  const ofWindow = { host: [], session: [] }
  expect(paths?.['/audit/entries']?.get).toMatchObject({
    'x-permission': 'audit:read',
    'x-access-token': true,
    security: [{ accessToken: [] }, ofWindow],
  })
  expect(paths?.['/vault/reveal']?.post).toMatchObject({
    'x-permission': 'vault:reveal',
    'x-access-token': false,
    'x-fresh-code': true,
    'x-returns-secret': true,
    security: [ofWindow],
  })
  expect(paths?.['/access/sign-in']?.post).toMatchObject({ 'x-permission': 'host', security: [{ host: [] }] })
  expect(paths?.['/vault/reveal']?.post?.responses?.['403']).toEqual({ $ref: '#/components/responses/Error403' })
  expect(JSON.stringify(components?.responses?.['Error403'])).toContain('STEP_UP_REQUIRED')
  for (const path of Object.values(paths ?? {}))
    for (const operation of [path?.get, path?.post]) if (operation) expect(operation).toHaveProperty('x-permission')
})
