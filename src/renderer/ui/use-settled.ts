/** What somebody types, once they have stopped for a moment. */
import { useEffect, useState } from 'react'

/** `value` is compared by identity: give it as a text where it is made anew at each drawing. */
export const useSettled = <Value>(value: Value, quietMs: number): Value => {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), quietMs)
    return () => clearTimeout(timer)
  }, [value, quietMs])
  return settled
}
