/** Filters of the log that a user keeps under a name. */
import { z } from 'zod'
import { procedure } from './procedure.ts'

export const savedFilterSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** What the address of the audit page says, without the open entry. */
  query: z.string(),
})
export type SavedFilter = z.infer<typeof savedFilterSchema>

const nameSchema = z.string().trim().min(1).max(60)

export const savedFiltersContract = {
  savedFilters: procedure('GET', '/audit/filters', "One's own saved filters, by name", { needs: 'audit:read', atConsole: true }).output(
    z.array(savedFilterSchema),
  ),
  saveFilter: procedure('POST', '/audit/filters', 'Save a filter; one of the same name is replaced', {
    needs: 'audit:read',
    atConsole: true,
  })
    .input(z.object({ name: nameSchema, query: z.string().min(1).max(4000) }))
    .output(savedFilterSchema),
  deleteFilter: procedure('POST', '/audit/filters/{id}/delete', 'Delete a saved filter', { needs: 'audit:read', atConsole: true })
    .input(z.object({ id: z.uuid() }))
    .output(z.object({})),
}
