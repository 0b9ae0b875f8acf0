import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { createRestartingHost } from './restarting-host.ts'

const setUp = () => {
  const events: string[] = []
  const children: ChildProcess[] = []
  const host = createRestartingHost((first) => {
    events.push(first ? 'first start' : 'start')
    const child = spawn(process.execPath, [
      '-e',
      `process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000); console.log('up')`,
    ])
    child.on('exit', () => events.push('end'))
    children.push(child)
    return child
  })
  const up = async (index: number) => {
    while (!children[index]) await new Promise((resolve) => setImmediate(resolve))
    const { stdout } = children[index]
    await once(stdout!, 'data')
  }
  return { host, events, up }
}

test('the next is started only after the one before has ended', async () => {
  const { host, events, up } = setUp()
  host.restart()
  await up(0)
  host.restart()
  await up(1)
  await host.stop()
  expect(events).toEqual(['first start', 'end', 'start', 'end'])
})

test('asked for several times before the next has started, it is done once', async () => {
  const { host, events, up } = setUp()
  host.restart()
  await up(0)
  host.restart()
  host.restart()
  host.restart()
  await up(1)
  await host.stop()
  expect(events).toEqual(['first start', 'end', 'start', 'end'])
})

test('after the stop nothing is started', async () => {
  const { host, events } = setUp()
  await host.stop()
  host.restart()
  await host.stop()
  expect(events).toEqual([])
})
