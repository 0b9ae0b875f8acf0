/** The newest policy that was good, without secrets, so that a guard that starts alone serves at once. */
import { readFileSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'

/** Whole or not at all, also when the machine goes down in between. */
export const keepPolicy = async (file: string, policy: unknown): Promise<void> => {
  const handle = await open(`${file}.new`, 'w', 0o600)
  try {
    await handle.writeFile(JSON.stringify(policy))
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(`${file}.new`, file)
}

/** Null where there is none; throws where it cannot be read. */
export const readKeptPolicy = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
