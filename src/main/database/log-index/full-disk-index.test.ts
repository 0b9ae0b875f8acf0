import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { expectIndexOfLog, openIndexedLog } from '../../test-kit/open-indexed-log.ts'
import { fillDisk, mountDisk, whyNoDisk } from '../../test-kit/small-disk.ts'
import { storageFaultOf } from '../sqlite-errors.ts'
import { createIndexWriter } from './index-writer.ts'
import { openLogIndex } from './open-log-index.ts'

test.skipIf(whyNoDisk !== null)(
  `on a full disk the index waits while the log goes on, and catches up where room is made${whyNoDisk ? ` (not run: ${whyNoDisk})` : ''}`,
  async ({ skip }) => {
    const { append, path: databasePath, log, partSize } = openIndexedLog({ partSize: 1000 })
    const directory = mountDisk(2)
    if (directory === null) return skip('this machine mounts no tmpfs')
    const writer = createIndexWriter({ databasePath, directory, partSize })
    const index = openLogIndex({ directory, log, partSize })
    onTestFinished(() => {
      index.close()
      writer.close()
    })
    const fault = () => {
      try {
        writer.step()
        return 'none'
      } catch (error) {
        return storageFaultOf(error)
      }
    }
    const event = (n: number) => ({ message: `Thing ${n}`, detail: { note: `note${n} and note${n * 7}` } })
    await append(100, event)
    while (writer.step().more);
    fillDisk(directory)
    await append(800, event)
    expect(fault()).toBe('full')
    expect(index.parts()).toMatchObject([{ indexedSequence: 100 }])
    expect(fault()).toBe('full')
    rmSync(join(directory, 'filler'))
    while (writer.step().more);
    expect(writer.reach()).toEqual({ indexedSequence: 900, behind: 0 })
    expectIndexOfLog({ log, index, partSize })
  },
)
