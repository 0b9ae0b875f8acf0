// A room of the house as the walls know it, and what stands on both sides of every wall.

/**
 * Patterns are paths from the root of the repository: `*` is anything within a folder's name or a file's name, `**` any
 * folders, `{feature}` one name that must be the same wherever it stands in a room.
 */
export interface Room {
  name: string
  files: string[]
  /** Files it may import, types included. */
  imports: string[]
  /** Files of which it may import types only: interfaces that another room hands over. */
  types?: string[]
  /** Packages it may import; `node:*` stands for all of Node's own modules. */
  packages: string[]
}

export const testPackages = ['vitest', 'fast-check']
export const shared = ['src/shared/**']
