// Runs a console behind the loopback listener: starts both, opens the browser or prints the link, stops both in order.
import { serveLinks } from './link-socket.ts'
import { linkLine } from './link-line.ts'
import { createListener } from './listener.ts'
import { createTokenSet } from './token-set.ts'
import { findOpener, openFile } from './browser-opener.ts'
import { removeOldRedirectFiles, writeRedirectFile } from './redirect-file.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Ids } from '../../ports/ids.ts'
import type { Logger } from '../../ports/logger.ts'
import type { GatehouseConsole } from '../console/console.ts'
import type { HostOptions } from '../console/host-options.ts'
import { watchLogind } from '../console/logind-lock.ts'
import type { LinkSocket } from './link-socket.ts'

export interface HeadlessHostOptions extends Pick<HostOptions, 'dataDirectory' | 'port' | 'open' | 'logLevel'> {
  console: GatehouseConsole
  environment: NodeJS.ProcessEnv
  clock: Clock
  ids: Ids
  logger: Logger
  /** One line for the person or program that started us: the link, or what was done with it. */
  say: (line: string) => void
  /** What is not as it should be, for the person. */
  warn: (line: string) => void
}

export interface HeadlessHost {
  port: number
  stop(): Promise<void>
}

/** The console runs, but nothing can listen; `message` is a plain sentence. */
export class CannotListen extends Error {
  override name = 'CannotListen'
}

const linkLifetimeMs = 5 * 60_000
const stopGraceMs = 2000

const explainListenError = (error: NodeJS.ErrnoException, port: number): string => {
  if (error.code === 'EADDRINUSE')
    return `Port ${port} is in use by another program. Choose another one with --port N, or let --port 0 find a free one.`
  if (error.code === 'EACCES') return `Port ${port} is not open to this user. Choose one from 1024 on with --port N.`
  return `Nothing can listen on port ${port}: ${error.message}. Choose another one with --port N.`
}

/** Throws `StartRefused` of the console, or `CannotListen`. */
export const startHeadlessHost = async (options: HeadlessHostOptions): Promise<HeadlessHost> => {
  const { console: core, dataDirectory, environment, clock, ids, logger, say, warn } = options
  const links = createTokenSet({ clock, ids, capacity: 20, lifetimeMs: linkLifetimeMs })
  const hostTokens = createTokenSet({ clock, ids, capacity: 100 })
  let removeRedirect = () => {}
  const listener = createListener({ console: core, links, hostTokens, clock, ids, logger, onLinkUsed: () => removeRedirect() })

  await core.start()
  let port: number
  try {
    port = await listener.listen(options.port)
  } catch (error) {
    await core.stop()
    throw new CannotListen(explainListenError(error as NodeJS.ErrnoException, options.port), { cause: error })
  }
  const freshUrl = () => `http://127.0.0.1:${port}/#t=${links.issue()}`

  let linkSocket: LinkSocket | null = null
  try {
    linkSocket = await serveLinks(dataDirectory, () => {
      core.noteHostEvent({ kind: 'link-made' })
      return freshUrl()
    })
  } catch (error) {
    warn(`npm run link will not work: ${(error as Error).message}`)
  }
  const stopWatching = watchLogind(environment, (reason) => {
    core.lockAll(reason).catch((error: unknown) => logger.error({ err: error }, 'Sessions could not be locked'))
  })

  const openBrowser = async (): Promise<boolean> => {
    const opener = findOpener(process.platform, environment)
    if (!opener) return false
    try {
      removeOldRedirectFiles(dataDirectory)
      const redirect = writeRedirectFile(dataDirectory, freshUrl(), clock)
      removeRedirect = redirect.remove
      if (await openFile(opener, redirect.path)) return true
      redirect.remove()
    } catch (error) {
      logger.warn({ err: error }, 'The browser could not be opened')
    }
    return false
  }
  if (options.open && (await openBrowser())) {
    say(
      `Gatehouse runs on http://127.0.0.1:${port} and opens in your browser. If no page appears, npm run link gives a fresh link. Ctrl-C stops it.`,
    )
  } else say(linkLine(freshUrl()))

  return {
    port,
    stop: async () => {
      listener.refuseNew()
      stopWatching()
      removeRedirect()
      await linkSocket?.close()
      // Streams end with the console; what then still hangs on is cut.
      const closed = listener.close(stopGraceMs)
      await core.stop()
      await closed
    },
  }
}
