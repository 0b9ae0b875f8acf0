/** One's own exports as this window sees them: asked of the core, renewed by the live feed, begun and stopped from here. */
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import type { AuditExport, ExportFormat } from '../../../shared/contract/audit-export.ts'
import type { AuditFilter } from '../../../shared/contract/audit-filter.ts'
import { client, orpc } from '../../api/client.ts'
import { startDownload } from '../../api/download.ts'
import { useLiveEvents } from '../../api/live-feed.ts'
import { queryClient } from '../../api/query-client.ts'
import { createStore, useStore } from '../../api/store.ts'
import { isUnfinished, shownExports } from './export-words.ts'

const none: ReadonlySet<string> = new Set()
const followed = createStore(none)
const putAway = createStore(none)
const renewMs = 2_000

const renew = () => queryClient.invalidateQueries({ queryKey: orpc.audit.exports.queryKey() })

/** Renewed by the feed, and every other second while the feed is lost or quiet. */
export const useExports = () => {
  useLiveEvents(
    'exports',
    useCallback(() => void renew(), []),
  )
  return useQuery({
    ...orpc.audit.exports.queryOptions(),
    refetchInterval: ({ state }) => (state.data?.some(isUnfinished) ? renewMs : false),
  })
}

/** Those that stand over the page. */
export const useShownExports = (): AuditExport[] => {
  const exports = useExports().data
  const followedNow = useStore(followed)
  const awayNow = useStore(putAway)
  useEffect(() => {
    const running = (exports ?? []).filter((one) => isUnfinished(one) && !followed.get().has(one.id))
    if (running.length > 0) followed.set(new Set([...followed.get(), ...running.map(({ id }) => id)]))
  }, [exports])
  return shownExports(exports ?? [], followedNow, awayNow)
}

export const putExportAway = (id: string): void => putAway.set(new Set([...putAway.get(), id]))

export const beginExport = async (asked: { filter: AuditFilter; format: ExportFormat; gzip: boolean }): Promise<void> => {
  const { id, url } = await client.audit.export(asked)
  followed.set(new Set([...followed.get(), id]))
  startDownload(url)
  await renew()
}

export const cancelExport = async (id: string): Promise<void> => {
  await client.audit.cancelExport({ id })
  await renew()
}

export const downloadManifest = async (id: string): Promise<void> => {
  const { url } = await client.audit.exportManifest({ id })
  startDownload(url)
}
