/** Space of the file systems that hold the given directories. */
import { statfs } from 'node:fs/promises'

export interface Mount {
  /** What it is called in labels: `data` or `root`. */
  name: string
  path: string
}

/** As `df` does: what only root may use counts as in use neither way. A file system that cannot be asked is left out. */
export const diskSpace = async (mounts: readonly Mount[]): Promise<{ mount: string; total: number; used: number }[]> => {
  const spaces = await Promise.all(
    mounts.map(async ({ name, path }) => {
      try {
        const { bsize, blocks, bfree, bavail } = await statfs(path)
        const used = (blocks - bfree) * bsize
        return { mount: name, total: used + bavail * bsize, used }
      } catch {
        return null
      }
    }),
  )
  return spaces.filter((space) => space !== null && space.total > 0) as { mount: string; total: number; used: number }[]
}
