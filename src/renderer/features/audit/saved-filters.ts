/** One's own saved filters: read, kept, deleted, with the way back. */
import { useQuery } from '@tanstack/react-query'
import type { SavedFilter } from '../../../shared/contract/audit-saved-filters.ts'
import { client, orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { queryClient } from '../../api/query-client.ts'
import { toastDone, toastProblem } from '../../ui/toast.tsx'

export const useSavedFilters = (enabled = true) => useQuery(orpc.audit.savedFilters.queryOptions({ enabled, staleTime: 60_000 }))

const renew = () => queryClient.invalidateQueries({ queryKey: orpc.audit.savedFilters.queryKey() })

/** Keeps it under that name, in place of one of the same name. Throws what went wrong. */
export const saveFilter = async (name: string, query: string): Promise<void> => {
  await client.audit.saveFilter({ name, query })
  await renew()
}

/** The same where no form can tell what went wrong. */
export const putFilter = async (name: string, query: string, done: string): Promise<void> => {
  try {
    await saveFilter(name, query)
    toastDone({ title: done })
  } catch (error) {
    toastProblem({ title: `“${name}” was not saved`, text: describeProblem(error).sentence })
  }
}

export const replaceFilter = async ({ name, query: before }: SavedFilter, query: string): Promise<void> => {
  try {
    await saveFilter(name, query)
    const undo = () => void putFilter(name, before, `“${name}” is as it was`)
    toastDone({ title: `“${name}” now holds the filters that are on`, action: { label: 'Undo', run: undo } })
  } catch (error) {
    toastProblem({ title: `“${name}” was not replaced`, text: describeProblem(error).sentence })
  }
}

export const deleteFilter = async ({ id, name, query }: SavedFilter): Promise<void> => {
  try {
    await client.audit.deleteFilter({ id })
    const undo = () => void putFilter(name, query, `“${name}” is back`)
    toastDone({ title: `“${name}” was deleted`, action: { label: 'Undo', run: undo } })
  } catch (error) {
    toastProblem({ title: `“${name}” was not deleted`, text: describeProblem(error).sentence })
  } finally {
    void renew()
  }
}
