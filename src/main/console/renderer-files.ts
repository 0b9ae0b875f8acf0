/** The built page: index.html for every path of the console, assets by their name. Only files listed at the start are ever read. */
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.map': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
}

export interface RendererFiles {
  /** The answer to a GET of `path`. Null where nothing of that name exists and the path looks like a file. */
  answer(path: string): Promise<Response | null>
}

export const createRendererFiles = (directory: string): RendererFiles => {
  const files = new Map<string, string>()
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    files.set(`/${relative(directory, path).split(sep).join('/')}`, path)
  }
  const send = async (name: string, path: string): Promise<Response> => {
    // Vite puts a hash into the names of assets: those never change.
    const cache = name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
    return new Response(new Uint8Array(await readFile(path)), {
      headers: { 'content-type': contentTypes[extname(path)] ?? 'application/octet-stream', 'cache-control': cache },
    })
  }
  return {
    answer: async (path) => {
      const file = files.get(path)
      if (file) return send(path, file)
      const page = files.get('/index.html')
      return page && extname(path) === '' ? send('/index.html', page) : null
    },
  }
}
