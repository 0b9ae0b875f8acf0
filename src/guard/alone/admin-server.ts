/** Where a guard that runs alone answers for itself: /health and /metrics, on a port of its own. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Admin } from './config-file.ts'
import type { Metric } from './prometheus-text.ts'
import { prometheusText, prometheusType } from './prometheus-text.ts'

export interface AdminServer {
  readonly port: number
  close(): void
}

export interface AdminAnswers {
  health(): { problems: string[]; warnings: string[] }
  metrics(): Metric[]
}

/** Rejects with EADDRINUSE and the like. */
export const openAdminServer = ({ host, port }: Admin, answers: AdminAnswers): Promise<AdminServer> =>
  new Promise((resolve, reject) => {
    const server = createServer({ requestTimeout: 5_000, headersTimeout: 5_000 }, (request, response) => {
      const send = (status: number, type: string, body: string) => {
        response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
        response.end(request.method === 'HEAD' ? undefined : body)
      }
      if (request.method !== 'GET' && request.method !== 'HEAD') return send(405, 'text/plain', 'Only GET is answered here.\n')
      const [path] = (request.url ?? '').split('?')
      if (path === '/health') {
        const { problems, warnings } = answers.health()
        const status = problems.length > 0 ? 'failing' : 'ok'
        return send(problems.length > 0 ? 503 : 200, 'application/json', `${JSON.stringify({ status, problems, warnings })}\n`)
      }
      if (path === '/metrics') return send(200, prometheusType, prometheusText(answers.metrics()))
      send(404, 'text/plain', 'Only /health and /metrics are answered here.\n')
    })
    server.maxConnections = 100
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () => {
          server.close()
          server.closeAllConnections()
        },
      })
    })
  })
