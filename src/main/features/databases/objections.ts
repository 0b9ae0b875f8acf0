/** What stands against an index on a table, however much it would bring one query. Pure. */

const objections: Record<string, string> = {
  log_entry:
    'The log has deliberately no index (decision 0011): each would slow down every entry, and be hashed by nobody. What it is searched by lies in files of its own.',
}

/** Null where only its own cost does. */
export const objectionTo = (table: string): string | null => objections[table] ?? null
