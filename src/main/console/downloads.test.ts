/** Downloads leave once, in time, and only while their session is open. */
import { expect, test } from 'vitest'
import { createIds } from '../../ports/ids.ts'
import { createHandClock } from '../test-kit/hand-clock.ts'
import { createDownloadDesk } from './downloads.ts'

const setUp = () => {
  const clock = createHandClock()
  const closed = new Set<string>()
  const desk = createDownloadDesk(clock, createIds(clock), (id) => !closed.has(id))
  const make = async () =>
    (await desk.create({ sessionId: 's', fileName: 'codes für mara.txt', contentType: 'text/plain', body: 'abc' })).url.replace(
      '/download/',
      '',
    )
  return { clock, closed, desk, make }
}

test('a file is sent once, by its name, and is kept by nobody', async () => {
  const { desk, make } = setUp()
  const id = await make()
  expect(id).toMatch(/^[\w-]{22}$/)
  const response = desk.take(id)
  expect(await response?.text()).toBe('abc')
  expect(response?.headers.get('cache-control')).toBe('no-store')
  expect(response?.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''codes%20f%C3%BCr%20mara.txt")
  expect(desk.take(id)).toBeNull()
})

test('a file is gone after a minute', async () => {
  const { clock, desk, make } = setUp()
  const id = await make()
  clock.advance(60_000)
  expect(desk.take(id)).toBeNull()
})

test('a file that nobody fetches is held no longer than its minute', async () => {
  const { clock, desk, make } = setUp()
  await make()
  clock.advance(59_999)
  expect(desk.held()).toBe(1)
  clock.advance(1)
  expect(desk.held()).toBe(0)
})

test('a file of a session that has locked or ended stays', async () => {
  const { closed, desk, make } = setUp()
  const id = await make()
  closed.add('s')
  expect(desk.take(id)).toBeNull()
})

test('an id that was never given out gives nothing', () => {
  expect(setUp().desk.take('x')).toBeNull()
})

test('a lock lets go of the files of its session, and of no others', async () => {
  const { closed, desk, make } = setUp()
  const id = await make()
  await desk.create({ sessionId: 'another', fileName: 'a.txt', contentType: 'text/plain', body: 'abc' })
  closed.add('s')
  desk.dropClosed()
  expect(desk.held()).toBe(1)
  closed.delete('s')
  expect(desk.take(id)).toBeNull()
})
