/** One step of the schema. Applied once, in order, each in its own transaction, after a copy of the database. */
export interface Migration {
  /** 1, 2, 3 …: equals its place in the list and the file's number. */
  id: number
  name: string
  sql: string
}
