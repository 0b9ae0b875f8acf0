import { expect, test } from 'vitest'
import { FileUnreadable, sendFile, toBase64, type SentPart } from './send-file.ts'

const chunkBytes = 4
const bytesOf = (length: number) => Uint8Array.from({ length }, (_, at) => (at * 7) % 256)

/** A core that keeps what it is given, and may fail once at an offset. */
const core = (failAt: number | null = null) => {
  let kept = new Uint8Array()
  let left = failAt
  return {
    kept: () => kept,
    begun: 0,
    beginUpload() {
      this.begun += 1
      return Promise.resolve({ upload: 'u', chunkBytes })
    },
    uploadChunk({ offset, chunk }: { offset: number; chunk: string }) {
      if (offset === left) {
        left = null
        return Promise.reject(new TypeError('no answer'))
      }
      expect(offset).toBe(kept.length)
      const bytes = Uint8Array.from(atob(chunk), (letter) => letter.charCodeAt(0))
      kept = Uint8Array.from([...kept, ...bytes])
      return Promise.resolve({ receivedBytes: kept.length })
    },
  }
}
const never = () => new AbortController().signal

test('a file comes whole, in chunks of the size that the core asks for', async () => {
  const steps = core()
  const seen: number[] = []
  const sent = await sendFile({
    file: new Blob([bytesOf(10)]),
    steps,
    from: null,
    signal: never(),
    onProgress: ({ receivedBytes }) => seen.push(receivedBytes),
  })
  expect(seen).toEqual([0, 4, 8, 10])
  expect(sent.receivedBytes).toBe(10)
  expect([...steps.kept()]).toEqual([...bytesOf(10)])
})

test('after a failure it goes on where it stopped, and begins no other', async () => {
  const steps = core(4)
  const file = new Blob([bytesOf(10)])
  let reached: SentPart | null = null
  const options = { file, steps, signal: never(), onProgress: (part: SentPart) => (reached = part) }
  await expect(sendFile({ ...options, from: null })).rejects.toThrow('no answer')
  await sendFile({ ...options, from: reached })
  expect(steps.begun).toBe(1)
  expect([...steps.kept()]).toEqual([...bytesOf(10)])
})

test('cancelled, it sends no further chunk', async () => {
  const steps = core()
  const stop = new AbortController()
  const sending = sendFile({
    file: new Blob([bytesOf(40)]),
    steps,
    from: null,
    signal: stop.signal,
    onProgress: ({ receivedBytes }) => receivedBytes === 8 && stop.abort(),
  })
  await expect(sending).rejects.toThrow(/abort/i)
  expect(steps.kept()).toHaveLength(8)
})

test('a file that became shorter while it was read is told as unreadable', async () => {
  const file = new Blob([bytesOf(6)])
  Object.defineProperty(file, 'size', { value: 10 })
  await expect(sendFile({ file, steps: core(), from: null, signal: never(), onProgress: () => {} })).rejects.toThrow(FileUnreadable)
})

test('large chunks are encoded whole', () => {
  const bytes = bytesOf(100_001)
  expect([...Uint8Array.from(atob(toBase64(bytes)), (letter) => letter.charCodeAt(0))]).toEqual([...bytes])
})
