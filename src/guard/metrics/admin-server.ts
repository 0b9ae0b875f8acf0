/** Where a guard answers for itself: /metrics, and alone also /health, on a port of its own. */
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Metric } from './prometheus-text.ts'
import { prometheusText, prometheusType } from './prometheus-text.ts'

export interface AdminServer {
  readonly port: number
  close(): Promise<void>
}

export interface Refused {
  status: number
  text: string
  headers?: Readonly<Record<string, string>>
}

export interface AdminAnswers {
  /** Null: it is not answered here. */
  health: (() => { problems: string[]; warnings: string[] }) | null
  metrics(): Metric[]
  /** Null: whoever asks may read. */
  refuse?(request: IncomingMessage): Refused | null
}

/** Rejects with EADDRINUSE and the like. */
export const openAdminServer = ({ host, port }: { host: string; port: number }, answers: AdminAnswers): Promise<AdminServer> =>
  new Promise((resolve, reject) => {
    const server = createServer({ requestTimeout: 5_000, headersTimeout: 5_000 }, (request, response) => {
      const send = (status: number, type: string, body: string, more: Refused['headers'] = {}) => {
        response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...more })
        response.end(request.method === 'HEAD' ? undefined : body)
      }
      if (request.method !== 'GET' && request.method !== 'HEAD') return send(405, 'text/plain', 'Only GET is answered here.\n')
      const refused = answers.refuse?.(request)
      if (refused) return send(refused.status, 'text/plain', `${refused.text}\n`, refused.headers)
      const [path] = (request.url ?? '').split('?')
      if (answers.health && path === '/health') {
        const { problems, warnings } = answers.health()
        const status = problems.length > 0 ? 'failing' : 'ok'
        return send(problems.length > 0 ? 503 : 200, 'application/json', `${JSON.stringify({ status, problems, warnings })}\n`)
      }
      if (path === '/metrics') return send(200, prometheusType, prometheusText(answers.metrics()))
      send(404, 'text/plain', `Only ${answers.health ? '/health and /metrics are' : '/metrics is'} answered here.\n`)
    })
    server.maxConnections = 100
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            server.closeAllConnections()
          }),
      })
    })
  })
