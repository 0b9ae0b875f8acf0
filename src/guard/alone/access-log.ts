/** Requests as JSON lines, written so that a reader that stalls costs memory within bounds and no request any time. */
import { write } from 'node:fs'
import type { Clock } from '../../ports/clock.ts'
import { recordOf } from '../recording/record-of.ts'
import type { Recorder } from '../recorder.ts'

const mostWaitingBytes = 16 * 1024 * 1024
const gatherForMs = 50
const tryAgainAfterMs = 20

export interface AccessLog extends Recorder {
  /** Lines that found no room, or no reader. */
  dropped(): number
  /** Resolves when all is written, or nobody reads. */
  flush(): Promise<void>
}

export const createAccessLog = (descriptor: number, clock: Clock, stageNames: () => readonly string[]): AccessLog => {
  let lines: string[] = []
  let waitingBytes = 0
  let dropped = 0
  let writing = false
  let gone = false
  let planned = false
  const settle: (() => void)[] = []

  const done = () => {
    writing = false
    if (lines.length > 0) return next()
    for (const told of settle.splice(0)) told()
  }
  const writeAll = (buffer: Buffer): void =>
    write(descriptor, buffer, (error, written) => {
      const code = error?.code
      if (code === 'EAGAIN') return void clock.after(tryAgainAfterMs, () => writeAll(buffer))
      if (error) {
        gone = true
        lines = []
        waitingBytes = 0
        return done()
      }
      waitingBytes -= written
      if (written < buffer.length) return writeAll(buffer.subarray(written))
      done()
    })
  const next = () => {
    planned = false
    if (writing || lines.length === 0) return
    writing = true
    const buffer = Buffer.from(lines.join(''), 'utf8')
    lines = []
    writeAll(buffer)
  }

  return {
    record: (record) => {
      if (gone || waitingBytes > mostWaitingBytes) return void (dropped += 1)
      const line = `${JSON.stringify(recordOf(record, stageNames()))}\n`
      lines.push(line)
      waitingBytes += Buffer.byteLength(line)
      if (planned || writing) return
      planned = true
      clock.after(gatherForMs, next)
    },
    dropped: () => dropped,
    flush: () =>
      new Promise((resolve) => {
        if (lines.length === 0 && !writing) return resolve()
        settle.push(resolve)
        next()
      }),
  }
}
