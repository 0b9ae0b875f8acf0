// Benchmark: nginx as a proxy of one worker, where this machine has it.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pin, proxyCore } from './guard-child.ts'

const configuration = (port: number, servicePort: number, directory: string, tls: BenchCertificate | null): string => `
daemon off; worker_processes 1; master_process off; pid ${directory}/pid; error_log ${directory}/error.log;
events { worker_connections 4096; }
http {
  access_log off; keepalive_requests 100000000;
  client_body_temp_path ${directory}/a; proxy_temp_path ${directory}/b; fastcgi_temp_path ${directory}/c;
  uwsgi_temp_path ${directory}/d; scgi_temp_path ${directory}/e;
  upstream service { server 127.0.0.1:${servicePort}; keepalive 64; keepalive_requests 100000000; }
  server {
    listen 127.0.0.1:${port}${tls ? ' ssl' : ''};
    ${tls ? `ssl_certificate ${tls.certificate}; ssl_certificate_key ${tls.key}; ssl_protocols TLSv1.2 TLSv1.3;` : ''}
    location / { proxy_pass http://service; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }
}`

/** In files. */
export interface BenchCertificate {
  certificate: string
  key: string
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })

/** Null where there is no nginx. */
export const startNginx = async (
  servicePort: number,
  tls: BenchCertificate | null = null,
): Promise<{ pid: number; port: number; stop(): Promise<void> } | null> => {
  if (spawnSync('nginx', ['-v']).status !== 0) return null
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-nginx-'))
  const port = 20_000 + (process.pid % 20_000) + (tls ? 1 : 0)
  writeFileSync(join(directory, 'nginx.conf'), configuration(port, servicePort, directory, tls))
  const child = spawn('nginx', ['-p', directory, '-c', join(directory, 'nginx.conf'), '-e', join(directory, 'error.log')], {
    stdio: 'ignore',
  })
  pin(child.pid!, proxyCore)
  for (let tries = 0; tries < 100 && !(await answers(port)); tries++) await new Promise((next) => setTimeout(next, 50))
  pin(child.pid!, proxyCore)
  return {
    pid: child.pid!,
    port,
    stop: async () => {
      const gone = once(child, 'exit')
      child.kill()
      await gone
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
