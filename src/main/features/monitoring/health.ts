/** The health score: pure, from observed figures alone. The formula is told in words beside it (`formula`). */
import type { Health } from '../../../shared/contract/monitoring.ts'
import type { VaultState } from '../../../shared/contract/console.ts'
import { figure, inBytes } from '../../../shared/figure-words.ts'

type Part = Health['parts'][number]

/** What was observed. Null: not known (yet). */
export interface Observed {
  /** Mean of the last minute, percent of all cores. */
  cpuPercent: number | null
  memory: { used: number; total: number } | null
  /** Of the data directory. */
  disk: { used: number; total: number } | null
  /** The one time in a hundred that the event loop was later, over the last minute. */
  loopDelayMs: number | null
  /** Processor time of the console over the last minute, percent of one core. */
  consolePercent: number | null
  record: {
    entries: number
    storage: 'well' | 'full'
    /** The newest verification. */
    verdict: { intact: boolean; atMs: number } | null
    signedHead: { sequence: number; atMs: number } | null
    lastSequence: number
    /** When the newest entry was written. */
    lastEntryAtMs: number | null
  } | null
  vault: VaultState
}

const dayMs = 86_400_000
const signedWithinMs = 120_000
const verifiedWithinMs = 30 * dayMs

/** 100 up to `well`, 0 from `bad` on, a straight line between. */
const slope = (value: number, well: number, bad: number): number => Math.round(Math.min(1, Math.max(0, (bad - value) / (bad - well))) * 100)

const severityOf = (score: number | null): Part['severity'] => {
  if (score === null || score >= 80) return null
  if (score >= 50) return 'low'
  if (score >= 25) return 'medium'
  return score > 0 ? 'high' : 'critical'
}

const part = (id: Part['id'], title: string, weight: number, score: number | null, sentence: string): Part => ({
  id,
  title,
  score,
  weight,
  severity: severityOf(score),
  sentence,
})

const cpuPart = ({ cpuPercent }: Observed): Part => {
  const title = 'Processor'
  if (cpuPercent === null) return part('cpu', title, 2, null, 'Not measured yet.')
  const score = slope(cpuPercent, 70, 100)
  const advice = score < 80 ? ' See which processes use most, and move or limit them.' : ''
  return part('cpu', title, 2, score, `The processors were ${figure(cpuPercent)} % busy over the last minute.${advice}`)
}

const memoryPart = ({ memory }: Observed): Part => {
  const title = 'Memory'
  if (!memory) return part('memory', title, 2, null, 'Not measured yet.')
  const percent = (memory.used / memory.total) * 100
  const score = slope(percent, 75, 98)
  const advice = score < 80 ? ' End what is not needed, before the system ends something itself.' : ''
  return part(
    'memory',
    title,
    2,
    score,
    `${figure(percent)} % of the memory is in use: ${inBytes(memory.total - memory.used)} are left.${advice}`,
  )
}

const diskPart = ({ disk }: Observed): Part => {
  const title = 'Disk'
  if (!disk) return part('disk', title, 3, null, 'Not measured yet.')
  const percent = (disk.used / disk.total) * 100
  const left = disk.total - disk.used
  // On a large disk a small share is still much room.
  const score = Math.max(slope(percent, 80, 99), left > 100e9 ? 80 : 0)
  const advice = score < 80 ? ' Free some space, or shorten how long metrics are kept.' : ''
  return part('disk', title, 3, score, `The disk of the data directory is ${figure(percent)} % full: ${inBytes(left)} are left.${advice}`)
}

const consolePart = ({ loopDelayMs, consolePercent }: Observed): Part => {
  const title = 'Console'
  if (loopDelayMs === null) return part('console', title, 1, null, 'Not measured yet.')
  const scores = [slope(loopDelayMs, 50, 1000), consolePercent === null ? 100 : slope(consolePercent, 40, 100)]
  const score = Math.min(...scores)
  const cost = consolePercent === null ? '' : ` and used ${figure(consolePercent)} % of one core`
  const advice = score < 80 ? ' Record a profile to see what it is busy with.' : ''
  return part(
    'console',
    title,
    1,
    score,
    `The console was at most ${figure(loopDelayMs)} ms late in 99 of 100 cases${cost} over the last minute.${advice}`,
  )
}

const recordPart = ({ record }: Observed, nowMs: number): Part => {
  const title = 'Record'
  const judged = (score: number | null, sentence: string) => part('record', title, 3, score, sentence)
  if (!record || record.entries === 0) return judged(null, 'The log is empty.')
  const { verdict, signedHead, lastSequence, lastEntryAtMs, storage } = record
  if (verdict && !verdict.intact)
    return judged(0, 'The last verification found the log broken. Open the audit log and look at the place it names.')
  if (storage === 'full') return judged(10, 'The disk is full: the log lives on a reserve. Free some space.')
  const unsigned = lastSequence - (signedHead?.sequence ?? 0)
  if (unsigned > 0 && lastEntryAtMs !== null && nowMs - lastEntryAtMs > signedWithinMs)
    return judged(
      40,
      `The newest ${unsigned === 1 ? 'entry of the log is' : `${figure(unsigned)} entries of the log are`} not signed. Open the vault, so that its head can be signed.`,
    )
  if (!verdict) return judged(85, 'The log is signed, but it has not been verified yet. Verify it in the audit log.')
  const days = Math.floor((nowMs - verdict.atMs) / dayMs)
  if (nowMs - verdict.atMs > verifiedWithinMs) return judged(75, `The log was found intact ${figure(days)} days ago. Verify it again.`)
  return judged(
    100,
    `The log was found intact ${days === 0 ? 'less than a day' : days === 1 ? 'a day' : `${figure(days)} days`} ago, and its head is signed.`,
  )
}

const vaultPart = ({ vault }: Observed): Part => {
  const title = 'Vault'
  switch (vault.kind) {
    case 'open':
      return part('vault', title, 2, 100, 'The vault is open.')
    case 'empty':
      return part('vault', title, 2, null, 'There is no vault yet.')
    case 'sealed':
      return part('vault', title, 2, 60, 'The vault is sealed. It opens with the next sign-in.')
    case 'unavailable':
      return part('vault', title, 2, 0, `The vault cannot be opened. ${vault.reason}`)
  }
}

const formula =
  'Each part is judged from 0 to 100 and weighs as told (disk and record 3, processor, memory and vault 2, console 1). The score is their weighted mean, but never more than 40 points above the worst part. Parts that cannot be judged are left out. Processor: 100 up to 70 % busy, 0 at 100 %. Memory: 100 up to 75 % in use, 0 at 98 %. Disk: 100 up to 80 % full, 0 at 99 %, and at least 80 while 100 GB are left. Console: the worse of delay (100 up to 50 ms, 0 from 1 s) and processor (100 up to 40 % of a core, 0 at 100 %). Record: 100 where the log was found intact within 30 days, 85 before a first verification, 75 after a longer time, 40 with entries unsigned for two minutes, 10 on a full disk, 0 where it was found broken. Vault: 100 open, 60 sealed, 0 where it cannot be opened.'
const aboveWorst = 40

const joinScore = (parts: readonly Part[]): number | null => {
  const judged = parts.filter((one) => one.score !== null)
  if (judged.length === 0) return null
  const weight = judged.reduce((sum, one) => sum + one.weight, 0)
  const mean = judged.reduce((sum, one) => sum + one.score! * one.weight, 0) / weight
  return Math.round(Math.min(mean, Math.min(...judged.map((one) => one.score!)) + aboveWorst))
}

const butWords: Record<Part['id'], string> = {
  cpu: 'the processors are busy',
  memory: 'memory runs short',
  disk: 'the disk fills up',
  console: 'the console is slow',
  record: 'the record needs a look',
  vault: 'the vault is not open',
}

const verdictOf = (score: number | null, worst: Part | undefined): string => {
  if (score === null) return 'Not known yet'
  if (!worst || worst.score! >= 80) return 'All is well'
  return `${score >= 70 ? 'Well' : score >= 40 ? 'Not well' : 'In trouble'}${score >= 70 ? ', but ' : ': '}${butWords[worst.id]}`
}

export const judgeHealth = (observed: Observed, nowMs: number): Health => {
  const parts = [
    cpuPart(observed),
    memoryPart(observed),
    diskPart(observed),
    consolePart(observed),
    recordPart(observed, nowMs),
    vaultPart(observed),
  ]
  const score = joinScore(parts)
  const worst = parts.filter((one) => one.score !== null).toSorted((a, b) => a.score! - b.score!)[0]
  const sentence =
    worst && worst.score! < 80 ? worst.sentence : score === null ? 'Nothing has been measured yet.' : 'No part needs attention.'
  return { score, verdict: verdictOf(score, worst), sentence, parts, formula, checkedAtMs: nowMs }
}
