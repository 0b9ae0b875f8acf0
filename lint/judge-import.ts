// Says whether a file may import something, by the table of rooms, and if not, why in one sentence.
import { isBuiltin } from 'node:module'
import { posix } from 'node:path'
import { matchesAny, takeNames } from './patterns.ts'
import type { Names } from './patterns.ts'
import { rooms, testOnly } from './walls.ts'
import type { Room } from './room.ts'

export interface FoundRoom {
  room: Room
  names: Names
}

export interface Import {
  /** As written. */
  specifier: string
  typeOnly: boolean
}

/** The first room of the table that the file lies in. */
export const findRoom = (path: string): FoundRoom | null => {
  for (const room of rooms) {
    for (const pattern of room.files) {
      const names = takeNames(pattern, path)
      if (names) return { room, names }
    }
  }
  return null
}

const packageOf = (specifier: string) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')

const judgePackage = ({ room }: FoundRoom, specifier: string): string | null => {
  if (isBuiltin(specifier)) {
    if (room.packages.includes('node:*')) return null
    return `Node's own modules are not for the room "${room.name}" (${specifier}).`
  }
  const name = packageOf(specifier)
  return room.packages.includes(name) ? null : `The package ${name} is not for the room "${room.name}".`
}

/** `path` and the answer's paths are from the root of the repository. Null: it may. */
export const judgeImport = (path: string, { specifier, typeOnly }: Import): string | null => {
  const found = findRoom(path)
  if (!found) return `No room of lint/walls.ts covers ${path}.`
  if (!specifier.startsWith('.')) return judgePackage(found, specifier)

  const { room, names } = found
  const target = posix.join(posix.dirname(path), specifier).replace(/\?.*$/, '')
  if (target.startsWith('..')) return `${specifier} leaves the repository.`
  if (matchesAny(testOnly, target) && !matchesAny(testOnly, path) && path.startsWith('src/')) return `${target} is for tests alone.`
  // A room of its own name inside another (recharts' one file) is reached by its path, so a file's own room needs no entry.
  if (matchesAny(room.imports, target, names)) return null
  if (room.types && matchesAny(room.types, target, names)) {
    return typeOnly ? null : `Of ${target} the room "${room.name}" may import types only.`
  }
  return `The room "${room.name}" may not import ${target}${findRoom(target) ? ` (room "${findRoom(target)!.room.name}")` : ''}.`
}
