// Asks before the app is left while its guard serves: the guard ends with it, and its routes with the guard.
import type { Dialog } from 'electron'
import type { Logger } from '../../ports/logger.ts'

export interface QuitQuestionOptions {
  /** How many routes stop serving with the app. */
  routesServed: () => number
  dialog: Pick<Dialog, 'showMessageBox'>
  quit: () => void
  logger: Logger
}

const stay = 0
const leave = 1

/** For a person who quits. Whoever ends the app otherwise, as the system does when it shuts down, is not kept waiting by a question. */
export const askBeforeQuit = ({ routesServed, dialog, quit, logger }: QuitQuestionOptions): (() => void) => {
  let asking = false
  const ask = async (routes: number) => {
    const one = routes === 1
    const { response } = await dialog.showMessageBox({
      type: 'warning',
      buttons: ['Keep running', 'Quit'],
      defaultId: stay,
      cancelId: stay,
      message: `${routes} ${one ? 'route stops' : 'routes stop'} serving.`,
      detail: 'The guard ends with Gatehouse. Requests are refused until it is started again.',
    })
    if (response === leave) quit()
  }
  return () => {
    const routes = routesServed()
    if (routes === 0) return quit()
    if (asking) return
    asking = true
    ask(routes)
      .catch((error: unknown) => {
        // Nobody must be kept in an app that cannot ask.
        logger.error({ err: error }, 'The question before quitting could not be asked')
        quit()
      })
      .finally(() => (asking = false))
  }
}
