/** What is said of backups that are kept and of work on them. */
import type { BackupOpener, BackupWork, KeptBackup } from '../../../shared/contract/backup.ts'
import { formatBytes, formatDuration } from '../../ui/format.ts'
import { percentOf } from '../../ui/progress-rate.ts'

export const kindNames: Record<KeptBackup['kind'], string> = {
  daily: 'Daily',
  'on-demand': 'On demand',
  'before-restore': 'Before a restore',
}

export type OpenerKind = BackupOpener['kind']
export const openerNames: Record<OpenerKind, string> = {
  passphrase: 'Passphrase',
  'recovery-key': 'Recovery key',
  'this-vault': 'This vault',
}

/** `passphrase or recovery key` */
export const openersWords = (kinds: readonly OpenerKind[]): string => {
  const names = kinds.map((kind) => openerNames[kind].toLowerCase())
  const last = names.at(-1) ?? 'nothing here'
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`
}

/** `Passphrase, recovery key`; the beginning of a cell. */
export const openersLine = (kinds: readonly OpenerKind[]): string => {
  const names = kinds.map((kind, at) => (at === 0 ? openerNames[kind] : openerNames[kind].toLowerCase()))
  return names.length === 0 ? 'Nothing here' : names.join(', ')
}

/** What goes with it, before it is deleted. */
export const deletionConsequence = (backup: KeptBackup, kept: readonly KeptBackup[]): string => {
  const others = kept.filter(({ name }) => name !== backup.name)
  const what = `${formatBytes(backup.bytes)} on this machine; what was downloaded of it stays where it is.`
  if (others.length === 0) return `It is the only backup here. ${what}`
  if (backup.withLog && !others.some(({ withLog }) => withLog)) return `It is the only one here with the audit log. ${what}`
  if (others.every(({ createdAtMs }) => createdAtMs < backup.createdAtMs)) return `It is the newest one here. ${what}`
  return what
}

export const isUnderWay = ({ phase }: BackupWork): boolean => phase === 'snapshot' || phase === 'write' || phase === 'read'

const phaseWords: Record<BackupWork['kind'], Partial<Record<BackupWork['phase'], string>>> = {
  make: { snapshot: 'Taking a snapshot', write: 'Encrypting and writing', read: 'Reading it back' },
  verify: { read: 'Reading and checking every part' },
  examine: { read: 'Reading and checking every part', write: 'Preparing it beside what is here' },
}
export const phaseSentence = ({ kind, phase }: BackupWork): string => phaseWords[kind][phase] ?? 'Under way'

/** `42 %, 4.2 MB of 10 MB, 12 s left` */
export const progressWords = ({ doneBytes, totalBytes, leftMs }: Pick<BackupWork, 'doneBytes' | 'totalBytes' | 'leftMs'>): string => {
  const left = leftMs !== null && leftMs >= 1_000 ? `, ${formatDuration(leftMs)} left` : ''
  if (totalBytes === null || totalBytes === 0) return doneBytes > 0 ? `${formatBytes(doneBytes)}${left}` : ''
  return `${percentOf(doneBytes, totalBytes)} %, ${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}${left}`
}

const ends: Record<BackupWork['kind'], Record<'done' | 'failed' | 'cancelled', string>> = {
  make: { done: 'The backup was made', failed: 'The backup was not made', cancelled: 'The backup was cancelled; no file of it was kept' },
  verify: { done: 'It is whole: every part was read and checked', failed: 'It was not verified', cancelled: 'The check was cancelled' },
  examine: { done: 'It was read', failed: 'It was not read', cancelled: 'Reading it was cancelled' },
}
export const endWords = ({ kind, phase }: BackupWork): string =>
  phase === 'done' || phase === 'failed' || phase === 'cancelled' ? ends[kind][phase] : ''
