/** The history of all settings or of one, page by page. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { orpc } from '../../api/client.ts'

const pageLength = 20

export const useSettingHistory = (key: string | null) => {
  const query = useInfiniteQuery(
    orpc.settings.history.infiniteOptions({
      input: (before: number | null) => ({ key, before, limit: pageLength }),
      initialPageParam: null,
      getNextPageParam: (page) => (page.more ? (page.acts.at(-1)?.sequence ?? null) : null),
    }),
  )
  return { ...query, acts: query.data?.pages.flatMap((page) => page.acts) ?? null }
}
