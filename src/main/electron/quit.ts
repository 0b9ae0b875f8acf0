// One orderly stop however the app is asked to quit, and a way out that does not wait for a silent keychain.
import type { App } from 'electron'
import type { Logger } from '../../ports/logger.ts'

export interface QuitOptions {
  app: Pick<App, 'on' | 'exit'>
  stop: () => Promise<void>
  logger: Logger
  keychainIsStuck: () => boolean
  kill: () => void
}

export const stopBeforeQuit = ({ app, stop, logger, keychainIsStuck, kill }: QuitOptions): void => {
  let stopping = false
  app.on('before-quit', (event) => {
    event.preventDefault()
    if (stopping) return
    stopping = true
    const leave = (exitCode: number) => {
      // The app's end would wait for the thread that waits for the keychain. All is closed by now.
      if (keychainIsStuck()) kill()
      else app.exit(exitCode)
    }
    stop().then(
      () => leave(0),
      (error: unknown) => {
        logger.error({ err: error }, 'The stop failed')
        leave(1)
      },
    )
  })
}
