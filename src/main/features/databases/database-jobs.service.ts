/** Work on the databases that takes its time: sizes of tables, checks, trials of indexes. One at a time, with progress and cancel. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { IndexTrial, Job, JobResult, JobWork, StatementInsight, TableSize } from '../../../shared/contract/databases.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { By, Database } from '../../database/database.ts'
import type { Reader } from '../../database/reader.ts'
import type { databaseFileSlices } from './database-files.slices.ts'
import type { DatabasePlace } from './database-places.ts'
import type { indexTrialSlices } from './index-trial.slices.ts'
import { objectionTo } from './objections.ts'
import { burdenOf } from './plan-steps.ts'
import type { Tree } from './trees.store.ts'
import { trialSentence } from './trial-words.ts'

type JobSlices = typeof databaseFileSlices & typeof indexTrialSlices

export interface DatabaseJobsOptions {
  database: Pick<Database, 'append'>
  clock: Clock
  ids: Ids
  logger: Logger
  /** Closed with the work that it was started for. */
  startReader(): Reader<JobSlices>
  places(): DatabasePlace[]
  databases: { query(name: string): Promise<{ statements: StatementInsight[] }>; pathOf(file: string): string | null }
}

type Run = (progress: (change: Partial<Pick<Job, 'done' | 'total' | 'doing'>>) => void, reader: Reader<JobSlices>) => Promise<JobResult>

const system: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'console', requestId: null }
/** Results are kept for each thing that was looked into, so long as there are not too many. */
const mostKept = 30

const verdictOrder = ['better', 'unproven', 'no-gain'] as const

const keyOf = (work: JobWork): string => `${work.kind} ${'query' in work ? work.query : work.database}`

export const createDatabaseJobs = ({ database, clock, ids, logger, startReader, places, databases }: DatabaseJobsOptions) => {
  /** By what they look into, the newest last. */
  const jobs = new Map<string, Job>()
  let running: { id: string; cancel(): Promise<void>; ended: Promise<void> } | null = null
  let starting = false

  const placeOf = (id: DatabasePlace['id']): DatabasePlace => {
    const place = places().find((one) => one.id === id)
    if (!place) throw new GatehouseError('NOT_FOUND', 'There is no such database here.', {})
    return place
  }

  /** All tables and indexes of all files, then each by itself. */
  const eachTree = async (
    { files }: DatabasePlace,
    [progress, reader]: Parameters<Run>,
    wanted: (tree: Tree) => boolean,
    look: (path: string, tree: Tree, file: string) => Promise<void>,
  ) => {
    const all: { file: string; path: string; tree: Tree }[] = []
    for (const { file, path } of files) {
      for (const tree of await reader.run('databases.trees', { path })) if (wanted(tree)) all.push({ file, path, tree })
    }
    for (const [done, { file, path, tree }] of all.entries()) {
      progress({ done, total: all.length, doing: `${tree.name} in ${file}` })
      await look(path, tree, file)
    }
    progress({ done: all.length })
  }

  const measure =
    (place: DatabasePlace): Run =>
    async (...given) => {
      const tables = new Map<string, TableSize>()
      await eachTree(
        place,
        given,
        () => true,
        async (path, { name, of }) => {
          const { bytes, unusedBytes } = await given[1].run('databases.treeSize', { path, name })
          const before = tables.get(name) ?? { name, of, bytes: 0, unusedBytes: 0 }
          tables.set(name, { ...before, bytes: before.bytes + bytes, unusedBytes: before.unusedBytes + unusedBytes })
        },
      )
      return { kind: 'sizes', tables: [...tables.values()].toSorted((a, b) => b.bytes - a.bytes) }
    }

  const check =
    (place: DatabasePlace): Run =>
    async (...given) => {
      const findings: string[] = []
      await eachTree(
        place,
        given,
        ({ of }) => of === null,
        async (path, { name }, file) => {
          const found = await given[1].run('databases.checkTable', { path, name })
          findings.push(...found.map((line) => `${file}, ${name}: ${line}`))
        },
      )
      const intact = findings.length === 0
      await database.append(system, {
        action: 'database.checked',
        severity: intact ? 'info' : 'critical',
        outcome: intact ? 'done' : 'failed',
        message: intact ? `${place.name} was checked and is sound` : `${place.name} was checked and is damaged`,
        target: { kind: 'database', id: place.id, name: place.name },
        detail: { files: place.files.length, findings: findings.slice(0, 10) },
      })
      return { kind: 'check', intact, findings }
    }

  /** Of several texts of one name, the one with most to spare. */
  const heaviest = (statements: readonly StatementInsight[]) =>
    statements
      .flatMap(({ plan, ...rest }) => (plan === null ? [] : [{ ...rest, burden: burdenOf(plan) }]))
      .toSorted((a, b) => b.burden - a.burden)[0]

  const tryIndexes = async (name: string): Promise<Run> => {
    const statement = heaviest((await databases.query(name)).statements)
    const path = statement && databases.pathOf(statement.file)
    if (!statement || !path) throw new GatehouseError('NOT_FOUND', 'SQLite cannot tell how it would run this query.', {})
    const { sql, burden } = statement
    return async (progress, reader) => {
      progress({ doing: 'which indexes the planner would take' })
      const toTry = await reader.run('databases.toTry', { path, sql })
      const trial: Omit<IndexTrial, 'sentence'> = { sql, tables: [], before: null, tried: [], withoutValue: [] }
      for (const [done, candidate] of toTry.candidates.entries()) {
        progress({ done, total: toTry.candidates.length, doing: `an index on ${candidate.columns.join(', ')} of ${candidate.table}` })
        const { tried, tables, before, withoutValue } = await reader.run('databases.tryIndex', { ...toTry, path, sql, candidate })
        Object.assign(trial, { tables, before: trial.before ?? before, withoutValue })
        trial.tried.push({ ...tried, objection: objectionTo(candidate.table) })
      }
      progress({ done: toTry.candidates.length })
      trial.tried.sort((a, b) => verdictOrder.indexOf(a.verdict) - verdictOrder.indexOf(b.verdict) || a.run.medianMs - b.run.medianMs)
      return { kind: 'indexes', trial: { ...trial, sentence: trialSentence(trial, burden) } }
    }
  }

  const prepare = async (work: JobWork): Promise<{ run: Run; what: string; name: string }> => {
    if (work.kind === 'indexes') return { run: await tryIndexes(work.query), what: 'tried indexes for the query', name: work.query }
    const place = placeOf(work.database)
    return work.kind === 'sizes'
      ? { run: measure(place), what: 'began to measure the tables of', name: place.name }
      : { run: check(place), what: 'began a check of', name: place.name }
  }

  const keep = (job: Job) => {
    jobs.delete(keyOf(job.work))
    jobs.set(keyOf(job.work), job)
    if (jobs.size > mostKept) jobs.delete(jobs.keys().next().value!)
  }

  const begin = (work: JobWork, run: Run): Job => {
    const reader = startReader()
    let job: Job = {
      id: ids.next(),
      work,
      startedAtMs: clock.now(),
      endedAtMs: null,
      done: 0,
      total: null,
      doing: '',
      state: 'running',
      problem: null,
      result: null,
    }
    const change = (changes: Partial<Job>) => {
      if (job.state !== 'running') return
      job = { ...job, ...changes }
      keep(job)
    }
    const end = (changes: Partial<Job>) => change({ ...changes, endedAtMs: clock.now() })
    keep(job)
    const { id } = job
    const ended = run(change, reader)
      .then((result) => end({ state: 'done', result }))
      .catch((error: unknown) => {
        if (job.state === 'running') logger.error({ err: error, kind: work.kind }, 'work on a database failed')
        end({ state: 'failed', problem: error instanceof Error ? error.message : String(error) })
      })
      .finally(() => {
        if (running?.id === id) running = null
        // Ends once what SQLite is reading just now is read.
        void reader.close()
      })
    running = {
      id,
      ended,
      cancel: async () => {
        end({ state: 'cancelled' })
        running = null
        await reader.close()
      },
    }
    return job
  }

  return {
    list: (): Job[] => [...jobs.values()].toReversed(),

    /** Throws BUSY while other work runs, NOT_FOUND where there is no such database or query. */
    start: async (by: By, work: JobWork): Promise<Job> => {
      if (running || starting) throw new GatehouseError('BUSY', 'Other work on the databases is under way; wait for it or cancel it.', {})
      starting = true
      try {
        const { run, what, name } = await prepare(work)
        await database.append(by, {
          action: 'database.looked-into',
          message: `${by.actor.name} ${what} ${name}`,
          target: { kind: work.kind === 'indexes' ? 'query' : 'database', id: 'query' in work ? null : work.database, name },
          detail: { kind: work.kind },
        })
        return begin(work, run)
      } finally {
        starting = false
      }
    },

    /** Throws NOT_FOUND where it runs no more. */
    cancel: async (by: By, id: string): Promise<void> => {
      if (running?.id !== id) throw new GatehouseError('NOT_FOUND', 'This work has ended already.', {})
      const job = [...jobs.values()].find((one) => one.id === id)!
      void running.cancel()
      await database.append(by, {
        action: 'database.look-cancelled',
        message: `${by.actor.name} broke off the work on ${'query' in job.work ? job.work.query : job.work.database}`,
        detail: { kind: job.work.kind },
      })
    },

    stop: async (): Promise<void> => {
      const ending = running
      await ending?.cancel()
      await ending?.ended
    },
  }
}
export type DatabaseJobs = ReturnType<typeof createDatabaseJobs>
