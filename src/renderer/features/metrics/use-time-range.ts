/** The page's time range out of its address, and the ways to zoom that write into it. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { readTimeSearch, windowOf, zoomOut, zoomTo } from '../../ui/time-range.ts'

export const useTimeRange = () => {
  const { range, from, to, compare = false } = readTimeSearch(useSearch({ strict: false }))
  const navigate = useNavigate()
  const window = useMemo(() => windowOf({ range, from, to }), [range, from, to])
  return {
    window,
    compare,
    zoom: useCallback(
      (fromMs: number, toMs: number) =>
        void navigate({ to: '.', search: (known: object) => ({ ...known, ...zoomTo(readTimeSearch({ ...known }), fromMs, toMs) }) }),
      [navigate],
    ),
    zoomOut: useCallback(() => void navigate({ to: '.', search: (known: object) => zoomOut(known) }), [navigate]),
    setCompare: useCallback(
      (next: boolean) => void navigate({ to: '.', replace: true, search: (known: object) => ({ ...known, compare: next || undefined }) }),
      [navigate],
    ),
  }
}
