/** The REST interface is described from the contract, whole. */
import { isContractProcedure } from '@orpc/contract'
import { expect, test } from 'vitest'
import { contract } from '../../shared/contract/contract.ts'
import { describeRest } from './openapi.ts'

const routes = (node: unknown): { method: string; path: string }[] =>
  isContractProcedure(node)
    ? [{ method: node['~orpc'].route.method!.toLowerCase(), path: node['~orpc'].route.path! }]
    : Object.values(node as object).flatMap(routes)

test('every procedure has its route, once, in OpenAPI 3.1', async () => {
  const document = await describeRest('1.2.3')
  expect(document.openapi).toMatch(/^3\.1/)
  expect(document.info.version).toBe('1.2.3')
  const asked = routes(contract)
  expect(new Set(asked.map(({ method, path }) => `${method} ${path}`)).size).toBe(asked.length)
  for (const { method, path } of asked) expect(document.paths?.[path], path).toHaveProperty(method)
})
