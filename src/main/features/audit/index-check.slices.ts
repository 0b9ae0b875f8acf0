/** What the reader worker does to check the log's index: hashes sealed parts, and compares the others with the log. */
import type { Readable } from '../../database/database.ts'
import { createPartCheck } from '../../database/log-index/check-part.ts'
import type { CheckedPart, PartCheck, PartStep } from '../../database/log-index/check-part.ts'
import { hashPart } from '../../database/log-index/hash-part.ts'
import { newestSeal } from './index-seal.store.ts'

export interface CheckPartInput {
  part: Omit<CheckedPart, 'log'>
  /** Of the verification, and which attempt of it. */
  check: string
  /** The first step of this check. */
  begin: boolean
  budgetMs: number
}

/** There is one verification at a time. A worker that ended meanwhile has lost it: then it begins anew. */
let current: { check: string; work: PartCheck } | null = null

const endPartCheck = (): void => {
  current?.work.close()
  current = null
}

export const indexCheckSlices = {
  'audit.hashPart': (_db: Readable, { path }: { path: string }): string | null => hashPart(path),

  'audit.checkPart': (db: Readable, { part, check, begin, budgetMs }: CheckPartInput): PartStep | { kind: 'lost' } => {
    if (begin) {
      endPartCheck()
      current = { check, work: createPartCheck({ ...part, log: db }) }
    }
    if (current?.check !== check) return { kind: 'lost' }
    const step = current.work.step(budgetMs)
    if (step.kind !== 'more') endPartCheck()
    return step
  },

  'audit.endPartCheck': (_db: Readable, _input: null): void => endPartCheck(),

  'audit.newestSeal': (db: Readable, { file, after }: { file: string; after: number }) => newestSeal(db, file, after),
}
