import { EventEmitter } from 'node:events'
import type { App } from 'electron'
import { expect, test } from 'vitest'
import { silentLogger } from '../../ports/logger.ts'
import { stopBeforeQuit } from './quit.ts'

const setUp = (stop: () => Promise<void>, stuck = false) => {
  const did: string[] = []
  const app = Object.assign(new EventEmitter(), { exit: (code: number) => void did.push(`exit ${code}`) })
  stopBeforeQuit({ app: app as unknown as App, stop, logger: silentLogger, keychainIsStuck: () => stuck, kill: () => did.push('killed') })
  const quit = () => app.emit('before-quit', { preventDefault: () => did.push('held') })
  return { did, quit }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('quitting is held until the console has stopped, once however often it is asked', async () => {
  let stops = 0
  let finish = () => {}
  const { did, quit } = setUp(() => new Promise((resolve) => (stops++, (finish = resolve))))
  quit()
  quit()
  await settled()
  expect([stops, did]).toEqual([1, ['held', 'held']])
  finish()
  await settled()
  expect(did.at(-1)).toBe('exit 0')
})

test('a stop that fails ends with 1', async () => {
  const { did, quit } = setUp(() => Promise.reject(new Error('disk gone')))
  quit()
  await settled()
  expect(did).toEqual(['held', 'exit 1'])
})

test('a keychain that hangs does not keep the app', async () => {
  const { did, quit } = setUp(() => Promise.resolve(), true)
  quit()
  await settled()
  expect(did).toEqual(['held', 'killed'])
})
