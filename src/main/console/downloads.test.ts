/** Downloads leave once, in time, and only while their session is open. */
import { expect, test } from 'vitest'
import { createIds } from '../../ports/ids.ts'
import { createHandClock } from '../test-kit/hand-clock.ts'
import { DownloadEnded } from '../features/handlers.ts'
import { createDownloadDesk } from './downloads.ts'

const setUp = () => {
  const clock = createHandClock()
  const closed = new Set<string>()
  const desk = createDownloadDesk(clock, createIds(clock), (id) => (closed.has(id) ? null : 'admin'))
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

/** A file of endless lines, and what became of its making. */
const endless = () => {
  const made = { chunks: 0, cancelledWith: undefined as unknown }
  const body = () =>
    new ReadableStream<Uint8Array>(
      {
        pull: (controller) => {
          made.chunks += 1
          controller.enqueue(new TextEncoder().encode('line\n'))
        },
        cancel: (why) => {
          made.cancelledWith = why
        },
      },
      { highWaterMark: 0 },
    )
  return { made, body }
}

const stream = async ({ desk }: ReturnType<typeof setUp>, body: () => ReadableStream<Uint8Array> | null) => {
  const { url } = await desk.create({ sessionId: 's', fileName: 'log.csv', contentType: 'text/csv', body })
  return url.replace('/download/', '')
}

test('a file that is made on the way is made as it is taken, and not before', async () => {
  const kit = setUp()
  const { made, body } = endless()
  const reader = kit.desk.take(await stream(kit, body))!.body!.getReader()
  await Promise.resolve()
  expect(made.chunks).toBe(0)
  await reader.read()
  await reader.read()
  expect(made.chunks).toBe(2)
  await reader.cancel('enough')
  expect(made.cancelledWith).toBe('enough')
  expect(kit.desk.streaming()).toBe(0)
})

test('a lock breaks off a file on its way, with an error and not with an end', async () => {
  const kit = setUp()
  const { made, body } = endless()
  const reader = kit.desk.take(await stream(kit, body))!.body!.getReader()
  await reader.read()
  kit.closed.add('another')
  kit.desk.dropClosed()
  await reader.read()
  kit.closed.add('s')
  kit.desk.dropClosed()
  await expect(reader.read()).rejects.toThrow('locked, ended or given another role')
  expect(made.cancelledWith).toBeInstanceOf(DownloadEnded)
  expect(kit.desk.streaming()).toBe(0)
})

test('a lock also breaks off a file whose next part is being waited for', async () => {
  const kit = setUp()
  const stuck = () => new ReadableStream<Uint8Array>({ pull: () => new Promise(() => {}) })
  const reading = kit.desk
    .take(await stream(kit, stuck))!
    .body!.getReader()
    .read()
  kit.closed.add('s')
  kit.desk.dropClosed()
  await expect(reading).rejects.toBeInstanceOf(DownloadEnded)
})

test('what cannot be made whole ends with its error', async () => {
  const kit = setUp()
  const failing = () =>
    new ReadableStream<Uint8Array>({
      pull: () => Promise.reject(new Error('The disk is gone.')),
    })
  await expect(kit.desk.take(await stream(kit, failing))!.text()).rejects.toThrow('The disk is gone.')
  expect(kit.desk.streaming()).toBe(0)
})

test('there is nothing to fetch where the making was given up before', async () => {
  const kit = setUp()
  expect(kit.desk.take(await stream(kit, () => null))).toBeNull()
})
