/** Certificates in files of their own, for tests. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterTest } from './running-guard.ts'

export interface TlsFiles {
  directory: string
  certificate: string
  key: string
  write(pems: { certPem: string; keyPem: string }): void
  /** Another file beside them; answers its path. */
  put(name: string, text: string): string
}

export const tlsFiles = (pems: { certPem: string; keyPem: string }): TlsFiles => {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-tls-'))
  afterTest(() => rmSync(directory, { recursive: true, force: true }))
  const put = (name: string, text: string): string => {
    writeFileSync(join(directory, name), text, { mode: 0o600 })
    return join(directory, name)
  }
  const files: TlsFiles = {
    directory,
    certificate: join(directory, 'certificate.pem'),
    key: join(directory, 'key.pem'),
    write: ({ certPem, keyPem }) => {
      put('certificate.pem', certPem)
      put('key.pem', keyPem)
    },
    put,
  }
  files.write(pems)
  return files
}
