/** The OpenAPI 3.1 description of the REST interface, made from the contract. */
import { OpenAPIGenerator } from '@orpc/openapi'
import type { OpenAPI } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { contract } from '../../shared/contract/contract.ts'

export const describeRest = (version: string): Promise<OpenAPI.Document> =>
  new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] }).generate(contract, {
    info: {
      title: 'Gatehouse console',
      version,
      description:
        'Everything the console does. Every request needs the host token in `x-gatehouse-host` (from `POST /host/exchange` with the one-time token of a link) and `Sec-Fetch-Site: same-origin`; what needs a session takes its token in `Authorization: Bearer`.',
    },
    servers: [{ url: '/api' }],
    components: {
      securitySchemes: {
        host: { type: 'apiKey', in: 'header', name: 'x-gatehouse-host' },
        session: { type: 'http', scheme: 'bearer' },
      },
    },
    security: [{ host: [], session: [] }],
  })
