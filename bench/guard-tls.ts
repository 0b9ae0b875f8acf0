// Benchmark: the guard over TLS beside nginx over TLS, with the same certificate, on connections that are kept.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeSelfSigned } from '../src/ports/write-certificate.ts'
import type { Figure } from './figure.ts'
import type { Child } from './guard-child.ts'
import { startNginx } from './guard-nginx.ts'
import { ratesOf } from './guard-rates.ts'
import type { Turns } from './guard-rates.ts'
import { startGuard } from './guard-running.ts'

const dayMs = 86_400_000

export const tlsFigures = async (
  loader: Child,
  { servicePort, largePort, turns }: { servicePort: number; largePort: number; turns: Turns },
): Promise<Figure[]> => {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-bench-tls-'))
  const files = { certificate: join(directory, 'tls.pem'), key: join(directory, 'tls.key') }
  const made = makeSelfSigned(['localhost', '127.0.0.1'], { fromMs: Date.now() - dayMs, untilMs: Date.now() + dayMs })
  writeFileSync(files.certificate, made.certificatePem)
  writeFileSync(files.key, made.keyPem, { mode: 0o600 })
  const nginx = await startNginx(servicePort, files)
  try {
    if (!nginx) {
      console.error('guard.tls_nginx was not run: there is no nginx here')
      return []
    }
    const listeners = [{ id: 'main', port: 0, tls: { certificates: [{ kind: 'files', ...files }] } }]
    const guard = await startGuard(servicePort, largePort, { listeners })
    try {
      const proxies = [
        { pid: guard.child.pid, port: guard.port, secure: true },
        { pid: nginx.pid, port: nginx.port, secure: true },
      ]
      const { rate, rateBaselines, cost } = await ratesOf(loader, proxies, turns)
      return [
        { name: 'guard.tls_nginx', value: rate, unit: '/s', baseline: rateBaselines[0]!, goal: { atLeast: rateBaselines[0]! / 2 } },
        ...(cost ? [{ name: 'guard.tls_cpu_nginx', value: cost.value, unit: 'us a request', baseline: cost.baselines[0]! }] : []),
      ]
    } finally {
      await guard.close()
      await guard.child.stop()
    }
  } finally {
    await nginx?.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}
