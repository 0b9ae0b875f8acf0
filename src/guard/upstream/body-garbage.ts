/**
 * Has the pieces of bodies that went through cleared away in time. Each is 64 KB outside of V8's heap and a few bytes in
 * it, and V8 looks at the few bytes: by itself it lets some hundred megabytes gather before it clears its youngest space.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const everyBytes = 16 * 1024 * 1024

// The function exists only behind this flag; a smaller youngest space would do the same, and cost every small request.
setFlagsFromString('--expose-gc')
const clear = runInNewContext('gc') as (options: { type: 'minor' }) => void

let passed = 0

/** Costs about a millisecond for each 16 MB. */
export const countPassed = (bytes: number): void => {
  passed += bytes
  if (passed < everyBytes) return
  passed = 0
  clear({ type: 'minor' })
}
