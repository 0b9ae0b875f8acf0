/** The path that the target gets: what the route strips and adds. */
import type { Exchange } from '../exchange.ts'
import { segmentsOf } from '../policy/route-table.ts'

/** `path` without its first `count` segments; doubled slashes are no segments. */
const withoutSegments = (path: string, count: number): string => {
  let at = 0
  for (let left = count; left > 0; left--) {
    while (path[at] === '/') at++
    const slash = path.indexOf('/', at)
    at = slash < 0 ? path.length : slash
  }
  return path.slice(at)
}

/**
 * Stripped by segments of the path as it was compared with routes, so that no spelling that found the route escapes it.
 * What is left never begins with two slashes, which a target might take for another host.
 */
const stripped = (path: string, comparable: string, prefix: readonly string[]): string => {
  if (prefix.length === 0) return path
  const given = segmentsOf(comparable)
  if (given.length < prefix.length || prefix.some((segment, at) => given[at] !== segment)) return path
  const rest = withoutSegments(path, prefix.length)
  let at = 0
  while (rest[at] === '/') at++
  return `/${rest.slice(at)}`
}

export const forwardedPath = ({ path, comparable, query, route }: Exchange): string => {
  const { stripSegments, addPrefix } = route!
  return addPrefix + stripped(path, comparable, stripSegments) + query
}
