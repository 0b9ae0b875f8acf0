/** Secrets of a file stand elsewhere: in a variable of the environment, or in a file that nobody else may read. */

export interface ReferenceSources {
  environment: Readonly<Record<string, string | undefined>>
  /** Throws as `readFileSync` and `statSync` do. `mode` null where files have none (Windows). */
  readFile(path: string): { text: string; mode: number | null }
}

export type ReferenceRead = { ok: true; secret: string } | { ok: false; message: string }

const form = /^\$\{(env|file):([^}]+)\}$/
const refused = (message: string): ReferenceRead => ({ ok: false, message })

/** What stands there instead is never repeated: it may be the secret itself. */
export const readReference = (reference: unknown, { environment, readFile }: ReferenceSources): ReferenceRead => {
  const [, kind, name] = (typeof reference === 'string' ? form.exec(reference) : null) ?? []
  if (kind === undefined || name === undefined) return refused('a secret must not stand in this file: write ${env:NAME} or ${file:/path}')
  if (kind === 'env') {
    const secret = environment[name]
    return secret ? usable(secret, `the variable ${name}`) : refused(`the variable ${name} of the environment is not set`)
  }
  try {
    const { text, mode } = readFile(name)
    if (mode !== null && (mode & 0o077) !== 0) return refused(`${name} may be read by others: chmod 600 it`)
    return usable(text.replace(/\r?\n$/, ''), name)
  } catch (error) {
    return refused(`${name} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'it failed'}`)
  }
}

/** It becomes a part of a header. */
const usable = (secret: string, where: string): ReferenceRead =>
  /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(secret)
    ? { ok: true, secret }
    : refused(`${where} is empty or has letters that no header may have`)
