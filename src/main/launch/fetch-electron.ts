// Fetches Electron's binary with electron's own installer, showing how far it is.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { DownloadNews } from './watch-download.ts'

export interface FetchOptions {
  root: string
  environment: NodeJS.ProcessEnv
  showPercent: (percent: number) => void
  /** electron's own unless a test brings another. */
  installer?: string
}

/** Null where the binary is there now, else why not, in half a sentence. */
export const fetchElectron = ({ root, environment, showPercent, installer }: FetchOptions): Promise<string | null> => {
  if (environment.ELECTRON_SKIP_BINARY_DOWNLOAD) return Promise.resolve('ELECTRON_SKIP_BINARY_DOWNLOAD forbids its download')
  return new Promise((resolve) => {
    const watcher = pathToFileURL(join(import.meta.dirname, 'watch-download.ts')).href
    const child = spawn(process.execPath, ['--import', watcher, installer ?? join(root, 'node_modules', 'electron', 'install.js')], {
      cwd: root,
      // The installer's own bar comes after 30 s only. With a proxy set, Node's fetch takes it.
      env: { ...environment, ELECTRON_GET_NO_PROGRESS: '1', NODE_USE_ENV_PROXY: environment.NODE_USE_ENV_PROXY ?? '1' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    let failed: string | null = null
    let said = ''
    child.on('message', (news: DownloadNews) => {
      if ('failed' in news) failed ??= news.failed
      else showPercent(news.percent)
    })
    child.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code) => resolve(code === 0 ? null : (failed ?? said.trim().split('\n')[0] ?? 'its installer failed')))
  })
}
