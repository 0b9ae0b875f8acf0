import type { MessageBoxOptions } from 'electron'
import { expect, test } from 'vitest'
import { silentLogger } from '../../ports/logger.ts'
import { askBeforeQuit } from './quit-question.ts'

const setUp = (routes: number, answer: () => Promise<number>) => {
  const asked: MessageBoxOptions[] = []
  let quits = 0
  const quit = askBeforeQuit({
    routesServed: () => routes,
    dialog: {
      showMessageBox: (async (options: MessageBoxOptions) => {
        asked.push(options)
        return { response: await answer(), checkboxChecked: false }
      }) as never,
    },
    quit: () => (quits += 1),
    logger: silentLogger,
  })
  return { asked, quit, quits: () => quits }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('while no route serves nothing is asked', () => {
  const { asked, quit, quits } = setUp(0, () => Promise.resolve(0))
  quit()
  expect([asked.length, quits()]).toEqual([0, 1])
})

test('while routes serve it is asked once, and to stay is what happens by itself', async () => {
  const { asked, quit, quits } = setUp(3, () => Promise.resolve(0))
  quit()
  quit()
  await settled()
  expect(asked).toMatchObject([{ message: '3 routes stop serving.', defaultId: 0, cancelId: 0, buttons: ['Keep running', 'Quit'] }])
  expect(quits()).toBe(0)
  quit()
  await settled()
  expect(asked).toHaveLength(2)
})

test('who says so leaves, and so does who cannot be asked', async () => {
  const willing = setUp(1, () => Promise.resolve(1))
  willing.quit()
  await settled()
  expect([willing.asked[0]!.message, willing.quits()]).toEqual(['1 route stops serving.', 1])
  const mute = setUp(1, () => Promise.reject(new Error('no display')))
  mute.quit()
  await settled()
  expect(mute.quits()).toBe(1)
})
