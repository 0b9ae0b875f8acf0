/** Insight into the console's databases: queries with their plans, files with their figures, and work on demand that looks closer. */
import { z } from 'zod'
import { procedure } from './procedure.ts'

export const databaseIds = ['console', 'telemetry', 'log-index', 'guard-limits'] as const
const databaseIdSchema = z.enum(databaseIds)
export type DatabaseId = z.infer<typeof databaseIdSchema>

const queryNameSchema = z.string().min(1).max(200)

export const queryTimeSchema = z.object({
  name: z.string(),
  calls: z.int(),
  totalMs: z.number(),
  /** Of a hundred calls, 95 took no longer; at most 9 % off. */
  p95Ms: z.number(),
  slowestMs: z.number(),
  slowestAtMs: z.int(),
  /** That all calls gave or changed. */
  rows: z.int(),
  /** Calls above the threshold. */
  slow: z.int(),
})
export type QueryTime = z.infer<typeof queryTimeSchema>

/** What costs in a step of a plan. */
export const planMarks = ['scan', 'index-scan', 'automatic-index', 'sort'] as const
export type PlanMark = (typeof planMarks)[number]

const planStepSchema = z.object({
  /** How deep it lies in the plan. */
  depth: z.int(),
  /** As SQLite says it. */
  detail: z.string(),
  mark: z.enum(planMarks).nullable(),
  /** What the mark means here, in words; empty without one. */
  words: z.string(),
})
export type PlanStep = z.infer<typeof planStepSchema>

const statementSchema = z.object({
  sql: z.string(),
  file: z.string(),
  /** Null where SQLite could not be asked; `problem` says why. */
  plan: z.array(planStepSchema).nullable(),
  problem: z.string().nullable(),
})
export type StatementInsight = z.infer<typeof statementSchema>

/** What SQLite does not tell of a file is null. */
const databaseFileSchema = z.object({
  file: z.string(),
  bytes: z.int(),
  pageBytes: z.int().nullable(),
  pages: z.int().nullable(),
  freePages: z.int().nullable(),
  /** Null without a write-ahead log. */
  wal: z
    .object({
      bytes: z.int(),
      /** Pages in it that count, and those of them that are in the database file already. */
      pages: z.int().nullable(),
      checkpointedPages: z.int().nullable(),
    })
    .nullable(),
  /** The file itself is written by a checkpoint alone; null without a write-ahead log. */
  lastCheckpointAtMs: z.int().nullable(),
  /** Why it could not be looked at; null where it could. */
  problem: z.string().nullable(),
})
export type DatabaseFile = z.infer<typeof databaseFileSchema>

const databaseSchema = z.object({
  id: databaseIdSchema,
  name: z.string(),
  /** What it holds. */
  text: z.string(),
  /** So much of it each connection that reads keeps in memory. */
  cacheBytes: z.int().nullable(),
  files: z.array(databaseFileSchema),
})
export type DatabaseInsight = z.infer<typeof databaseSchema>

/** A table or an index, over all files of its database. */
const tableSizeSchema = z.object({
  name: z.string(),
  /** Of an index: its table. */
  of: z.string().nullable(),
  bytes: z.int(),
  /** Bytes of its pages that hold nothing. */
  unusedBytes: z.int(),
})
export type TableSize = z.infer<typeof tableSizeSchema>

const runSchema = z.object({
  plan: z.array(planStepSchema),
  /** Of several runs. */
  medianMs: z.number(),
})

export const triedIndexSchema = z.object({
  sql: z.string(),
  run: runSchema,
  /** Better: at least a third faster, and the planner takes it by itself. Unproven: so it was, but without all values the query may have had less to do. */
  verdict: z.enum(['better', 'unproven', 'no-gain']),
  /** What it takes for the rows of the copy. */
  bytes: z.int(),
  /** To put a thousand rows in, without and with it; null where that could not be tried. */
  writeMs: z.object({ without: z.number(), with: z.number() }).nullable(),
  /** What stands against it, besides. */
  objection: z.string().nullable(),
})
export type TriedIndex = z.infer<typeof triedIndexSchema>

export const indexTrialSchema = z.object({
  sql: z.string(),
  /** What was copied into memory; `all` false: the newest rows alone. */
  tables: z.array(z.object({ name: z.string(), rows: z.int(), all: z.boolean() })),
  /** Null where there was nothing to try. */
  before: runSchema.nullable(),
  tried: z.array(triedIndexSchema),
  /** Parameters for which no value could be found in the data: the query ran without one. */
  withoutValue: z.array(z.string()),
  sentence: z.string(),
})
export type IndexTrial = z.infer<typeof indexTrialSchema>

const jobResultSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sizes'), tables: z.array(tableSizeSchema) }),
  z.object({ kind: z.literal('check'), intact: z.boolean(), findings: z.array(z.string()) }),
  z.object({ kind: z.literal('indexes'), trial: indexTrialSchema }),
])
export type JobResult = z.infer<typeof jobResultSchema>

/** What looks closer: the sizes of tables, a check, or the trial of indexes for a query. One at a time. */
const jobWorkSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['sizes', 'check']), database: databaseIdSchema }),
  z.object({ kind: z.literal('indexes'), query: queryNameSchema }),
])
export type JobWork = z.infer<typeof jobWorkSchema>

const jobSchema = z.object({
  id: z.uuid(),
  work: jobWorkSchema,
  startedAtMs: z.int(),
  endedAtMs: z.int().nullable(),
  done: z.int(),
  /** Null until it is known. */
  total: z.int().nullable(),
  /** What is being read, in words. */
  doing: z.string(),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  /** Why it failed. */
  problem: z.string().nullable(),
  result: jobResultSchema.nullable(),
})
export type Job = z.infer<typeof jobSchema>

export const databasesContract = {
  queries: procedure('GET', '/databases/queries', 'Queries of the databases by name, slowest first', { needs: 'metrics:read' }).output(
    z.object({ slowMs: z.int(), queries: z.array(queryTimeSchema) }),
  ),
  query: procedure('GET', '/databases/query', 'The texts that ran under a name, each with its plan; never a value', {
    needs: 'metrics:read',
  })
    .input(z.object({ name: queryNameSchema }))
    .output(z.object({ statements: z.array(statementSchema) })),
  files: procedure('GET', '/databases/files', 'The databases with their files: sizes, free pages, write-ahead logs', {
    needs: 'metrics:read',
  }).output(z.array(databaseSchema)),
  jobs: procedure('GET', '/databases/jobs', 'The newest work of each kind on each database and query, with its result', {
    needs: 'metrics:read',
  }).output(z.array(jobSchema)),
  start: procedure('POST', '/databases/start', 'Measure tables, check a database, or try indexes for a query on a copy in memory', {
    needs: 'settings:write',
  })
    .input(jobWorkSchema)
    .output(jobSchema),
  cancel: procedure('POST', '/databases/cancel', 'End the work after what is being read', { needs: 'settings:write' })
    .input(z.object({ id: z.uuid() }))
    .output(z.object({})),
}
