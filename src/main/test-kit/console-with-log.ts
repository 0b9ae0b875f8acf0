/** A console over a log that is long enough to leave in many chunks. */
import { onTestFinished } from 'vitest'
import { openDatabase } from '../database/open-database.ts'
import { createHandClock } from './hand-clock.ts'
import { createTestConsole } from './create-test-console.ts'
import { databaseOptions } from './database-options.ts'
import { bySystem, makeTestDirectory } from './open-test-database.ts'

const filler = 'a line that makes each entry long, '.repeat(30)
export const logLength = 3000

export const openConsoleWithLog = async () => {
  const clock = createHandClock()
  const directory = makeTestDirectory()
  const database = openDatabase(databaseOptions(directory, clock))
  await Promise.all(
    Array.from({ length: logLength }, (_, n) =>
      database.append(bySystem, { action: 'thing.happened', message: `Thing ${n}`, detail: { filler } }),
    ),
  )
  await database.close()
  const kit = await createTestConsole({ dataDirectory: directory }, clock)
  onTestFinished(() => kit.end())
  return { kit, mara: await kit.firstRun() }
}
