// A file that leads the browser to the console: a token as a program's argument would show in every process list.
import { randomBytes } from 'node:crypto'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../ports/clock.ts'

const livesMs = 60_000
const name = /^open-console-[0-9a-f]+\.html$/

export interface RedirectFile {
  path: string
  /** Once the link was used, or the console stops; after a minute it goes by itself. */
  remove(): void
}

const page = (url: string) => `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${url}">
<title>Gatehouse</title>
<p><a href="${url}">Open the console</a></p>
`

/** `url` holds nothing that HTML would read as its own: address, port and a base64url token. */
export const writeRedirectFile = (dataDirectory: string, url: string, clock: Clock): RedirectFile => {
  const path = join(dataDirectory, `open-console-${randomBytes(8).toString('hex')}.html`)
  writeFileSync(path, page(url), { mode: 0o600, flag: 'wx' })
  const remove = () => {
    cancel()
    rmSync(path, { force: true })
  }
  const cancel = clock.after(livesMs, remove)
  return { path, remove }
}

/** What a killed console left behind; its tokens are dead. */
export const removeOldRedirectFiles = (dataDirectory: string): void => {
  for (const file of readdirSync(dataDirectory)) if (name.test(file)) rmSync(join(dataDirectory, file), { force: true })
}
