/** The names of a certificate, one by one. A name that Node had to quote cannot pass for two (CVE-2021-44532). */
import type { X509Certificate } from 'node:crypto'

export interface AlternativeName {
  kind: string
  value: string
}

const entry = /(?:^|, )([A-Za-z][A-Za-z ]*):("(?:[^"\\]|\\.)*"|[^",]*)(?=, |$)/y

/** None where the text is not clear to its end. */
export const alternativeNames = ({ subjectAltName }: Pick<X509Certificate, 'subjectAltName'>): AlternativeName[] => {
  const text = subjectAltName ?? ''
  const names: AlternativeName[] = []
  entry.lastIndex = 0
  for (let at = 0; at < text.length; at = entry.lastIndex) {
    const found = entry.exec(text)
    if (!found) return []
    // What is quoted has characters that no name of a host, an address or a mailbox needs.
    if (!found[2]!.startsWith('"')) names.push({ kind: found[1]!, value: found[2]! })
  }
  return names
}

/** As consumers' certificates are written in a policy: `sha256:…`, `DNS:…`, `URI:…`, `email:…`, `CN:…`. */
export const clientNamesOf = (certificate: X509Certificate): string[] => {
  const { CN: commonName } = certificate.toLegacyObject().subject as { CN?: unknown }
  return [
    `sha256:${certificate.fingerprint256.replaceAll(':', '').toLowerCase()}`,
    ...alternativeNames(certificate)
      .filter(({ kind }) => kind === 'DNS' || kind === 'URI' || kind === 'email')
      .map(({ kind, value }) => `${kind}:${kind === 'DNS' ? value.toLowerCase() : value}`),
    // Of several nobody could tell which one is meant.
    ...(typeof commonName === 'string' ? [`CN:${commonName}`] : []),
  ]
}
