import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { makeTestDirectory } from '../test-kit/open-test-database.ts'
import { takeConsoleLock } from './console-lock.ts'

test('one console holds a directory, and the next may once it is let go', () => {
  const directory = makeTestDirectory()
  const first = takeConsoleLock(directory)!
  expect(takeConsoleLock(directory)).toBeNull()
  first.release()
  const second = takeConsoleLock(directory)
  expect(second).not.toBeNull()
  second?.release()
})

test('a console that is killed holds nothing', async () => {
  const directory = makeTestDirectory()
  const module = new URL('./console-lock.ts', import.meta.url).href
  const script = `
    import { takeConsoleLock } from ${JSON.stringify(module)}
    globalThis.lock = takeConsoleLock(${JSON.stringify(directory)})
    console.log(lock ? 'held' : 'refused')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  expect(said.toString().trim()).toBe('held')
  expect(takeConsoleLock(directory)).toBeNull()
  child.kill('SIGKILL')
  await once(child, 'exit')
  const lock = takeConsoleLock(directory)
  expect(lock).not.toBeNull()
  lock?.release()
})

test('a lock file of rubbish is an error, not a held lock', async () => {
  const { writeFileSync } = await import('node:fs')
  const directory = makeTestDirectory()
  writeFileSync(`${directory}/console.lock`, 'x'.repeat(5000))
  expect(() => takeConsoleLock(directory)).toThrow(/not a database/)
})
