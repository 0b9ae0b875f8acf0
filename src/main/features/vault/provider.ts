/** Whose key a text is, told by how it begins and what it is made of: one table, the most specific shape first. */
import type { Provider } from '../../../shared/contract/vault.ts'

interface Shape {
  provider: Provider
  /** The first group is the prefix, which may be shown. Each must match in linear time: what is tested may be hostile. */
  shape: RegExp
}

const shapes: Shape[] = [
  { provider: 'private-key', shape: /^-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/ },
  // A connection string counts only where it holds a password.
  {
    provider: 'database',
    shape:
      /^((?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|mssql|sqlserver|clickhouse|cockroachdb):\/\/)[^\s/@:]*:[^\s@]+@/i,
  },
  { provider: 'anthropic', shape: /^(sk-ant-)[\w-]{8,}$/ },
  { provider: 'openai', shape: /^(sk-(?:proj|svcacct|admin)-)[\w-]{8,}$/ },
  { provider: 'openai', shape: /^(sk-)[A-Za-z0-9]{20,}$/ },
  { provider: 'stripe', shape: /^((?:sk|rk)_(?:live|test)_|whsec_)[\w+/=]{8,}$/ },
  { provider: 'github', shape: /^(github_pat_|gh[posur]_)\w{16,}$/ },
  { provider: 'gitlab', shape: /^(gl(?:pat|dt|rt|ptt|cbt|soat)-)[\w.-]{16,}$/ },
  { provider: 'slack', shape: /^(xox[abeprs]-|xapp-)[\w-]{8,}$/ },
  { provider: 'slack', shape: /^(https:\/\/hooks\.slack\.com\/services\/)[\w/]{16,}$/ },
  { provider: 'sendgrid', shape: /^(SG\.)[\w-]{16,}\.[\w-]{16,}$/ },
  { provider: 'google', shape: /^(AIza)[\w-]{35}$/ },
  { provider: 'google', shape: /^(GOCSPX-)[\w-]{16,}$/ },
  { provider: 'aws', shape: /^(AKIA|ASIA)[A-Z0-9]{16}$/ },
  { provider: 'azure', shape: /^(DefaultEndpointsProtocol=https?;)(?=.*AccountKey=)/ },
  { provider: 'huggingface', shape: /^(hf_)[A-Za-z0-9]{16,}$/ },
  { provider: 'npm', shape: /^(npm_)[A-Za-z0-9]{36}$/ },
  { provider: 'twilio', shape: /^(SK|AC)[0-9a-f]{32}$/ },
  { provider: 'cloudflare', shape: /^(cf(?:ut|at|k)_)\w{16,}$/ },
  { provider: 'cloudflare', shape: /^(v1\.0-)[0-9a-f]{24}-[0-9a-f]{16,}$/ },
]

export interface Recognised {
  provider: Provider
  /** Known by everybody, so it may be shown; empty where there is none. */
  prefix: string
}

/** `other` where no shape fits. Spaces around the text do not count. */
export const recogniseText = (text: string): Recognised => {
  const trimmed = text.trim()
  for (const { provider, shape } of shapes) {
    const match = shape.exec(trimmed)
    if (match) return { provider, prefix: match[1] ?? '' }
  }
  return { provider: 'other', prefix: '' }
}
