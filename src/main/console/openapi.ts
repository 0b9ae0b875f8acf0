/** The OpenAPI 3.1 description of the REST interface, made from the contract. */
import { OpenAPIGenerator } from '@orpc/openapi'
import type { OpenAPI } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { accessTokenPrefix } from '../../shared/access-token.ts'
import { contract } from '../../shared/contract/contract.ts'
import { everyProcedure } from '../../shared/contract/every-procedure.ts'
import { isOpenToTokens } from '../../shared/contract/procedure.ts'
import type { ProcedureMeta } from '../../shared/contract/procedure.ts'

const ofWindow = { host: [], session: [] }
const ofProgram = { accessToken: [] }

const securityOf = (meta: ProcedureMeta): OpenAPI.SecurityRequirementObject[] => {
  if (meta.needs === 'host') return [{ host: [] }]
  return isOpenToTokens(meta) ? [ofProgram, ofWindow] : [ofWindow]
}

const describeOperation = (operation: OpenAPI.OperationObject, meta: ProcedureMeta): void => {
  operation.security = securityOf(meta)
  Object.assign(operation, {
    'x-permission': meta.needs,
    'x-access-token': isOpenToTokens(meta),
    ...(meta.stepUp && { 'x-fresh-code': true }),
    ...(meta.returnsSecret && { 'x-returns-secret': true }),
  })
}

/** Every operation may answer every error: told once instead of 200 times. */
const shareErrors = (operation: OpenAPI.OperationObject, components: OpenAPI.ComponentsObject): void => {
  for (const [status, response] of Object.entries(operation.responses ?? {})) {
    if (Number(status) < 400 || response === undefined) continue
    const name = `Error${status}`
    components.responses ??= {}
    components.responses[name] ??= response
    operation.responses![status] = { $ref: `#/components/responses/${name}` }
  }
}

export const describeRest = async (version: string): Promise<OpenAPI.Document> => {
  const document = await new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] }).generate(contract, {
    info: {
      title: 'Gatehouse console',
      version,
      description: [
        'Everything the console does.',
        `Programs send an access token (\`Authorization: Bearer ${accessTokenPrefix}…\`), made in the console under Account, and neither \`Origin\` nor any \`Sec-Fetch-*\` header. It opens the operations with \`x-access-token: true\` for which it has the permission in \`x-permission\`.`,
        'A window sends the host token in `x-gatehouse-host` (from `POST /host/exchange` with the one-time token of a link), its session in `Authorization: Bearer`, and `Sec-Fetch-Site: same-origin`.',
        'The operations under /status, /security and /performance answer under /api/security-performance as well.',
      ].join('\n\n'),
    },
    servers: [{ url: '/api' }],
    components: {
      securitySchemes: {
        accessToken: { type: 'http', scheme: 'bearer', bearerFormat: `${accessTokenPrefix}…`, description: 'For programs.' },
        host: { type: 'apiKey', in: 'header', name: 'x-gatehouse-host', description: 'Of a window.' },
        session: { type: 'http', scheme: 'bearer', description: 'Of a window.' },
      },
    },
  })
  for (const { method, path, meta } of everyProcedure) {
    const operation = document.paths?.[path]?.[method.toLowerCase() as 'get' | 'post']
    if (!operation) continue
    describeOperation(operation, meta)
    shareErrors(operation, (document.components ??= {}))
  }
  return document
}
