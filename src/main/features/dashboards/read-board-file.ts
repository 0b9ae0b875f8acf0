/** Reads a dashboard from the text of a file: whole, or all its faults in words. */
import { boardFileSchema } from '../../../shared/contract/dashboards.ts'
import type { GivenBoard } from '../../../shared/contract/dashboards.ts'

const mostFaults = 50

/** `panels[2].view.figure` */
const placeOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part + 1}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '')

export const readBoardFile = (text: string): { ok: true; given: GivenBoard } | { ok: false; faults: string[] } => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, faults: ['This is no JSON: a dashboard is a file that “Export” has made.'] }
  }
  const read = boardFileSchema.safeParse(value)
  if (!read.success)
    return {
      ok: false,
      faults: read.error.issues
        .slice(0, mostFaults)
        .map(({ path, message }) => (path.length === 0 ? `${message}.` : `${placeOf(path)}: ${message}.`)),
    }
  const { name, panels } = read.data
  return { ok: true, given: { name, panels } }
}
