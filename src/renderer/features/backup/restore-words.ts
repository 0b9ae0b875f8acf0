/** What is said of a backup's contents and of what restoring it replaces. */
import type { BackupContents, RestorePlan } from '../../../shared/contract/backup.ts'
import { formatCount, formatCounted } from '../../ui/format.ts'

/** So many names are read; the rest are counted. */
const namesShown = 6

const joined = (names: readonly string[]): string => {
  if (names.length <= namesShown) return names.join(', ')
  return `${names.slice(0, namesShown).join(', ')} and ${formatCount(names.length - namesShown)} more`
}

type BackedUpUser = BackupContents['users'][number]
export const userWords = ({ name, role, disabled }: BackedUpUser): string => `${name} (${role}${disabled ? ', disabled' : ''})`

export interface ComparedRow {
  name: string
  /** null: nothing stands here. */
  present: string | null
  afterwards: string
  /** Something that stands here is gone afterwards. */
  loses: boolean
}

const figures = (name: string, present: number | undefined, afterwards: number): ComparedRow => ({
  name,
  present: present === undefined ? null : formatCount(present),
  afterwards: formatCount(afterwards),
  loses: present !== undefined && afterwards < present,
})

/** Who may get in here, and could not afterwards. */
export const lostUsers = ({ present, contents }: RestorePlan): string[] => {
  const kept = new Set(contents.users.map(({ name }) => name.toLowerCase()))
  return (present?.users ?? []).filter((name) => !kept.has(name.toLowerCase()))
}

/** A log that stands is never replaced: it goes on, and tells of the restore. */
const logAfterwards = ({ present, contents }: RestorePlan): Pick<ComparedRow, 'afterwards' | 'loses'> => {
  if (present) return { afterwards: 'Stays, and goes on', loses: false }
  const afterwards = contents.logEntries === null ? 'Not in the backup' : formatCounted(contents.logEntries, 'entry', 'entries')
  return { afterwards, loses: false }
}

/** What stands here beside what will, line by line. */
export const comparedRows = (plan: RestorePlan): ComparedRow[] => {
  const { present, contents } = plan
  return [
    {
      name: 'Users',
      present: present && joined(present.users),
      afterwards: joined(contents.users.map(userWords)),
      loses: lostUsers(plan).length > 0,
    },
    figures('Keys in the vault', present?.keys, contents.keys),
    figures('Routes', present?.routes, contents.routes),
    figures('Changed settings', present?.settings, contents.settings),
    { name: 'Audit log', present: present && formatCounted(present.logEntries, 'entry', 'entries'), ...logAfterwards(plan) },
  ]
}

export const masterKeySentences: Record<RestorePlan['masterKeyPlace'], string> = {
  keychain: 'In the keychain of this system, as a new key.',
  file: 'In the key file that this console was started with.',
  environment: 'It is the one in the environment of this console.',
  slots: 'In key slots: the vault opens with the first sign-in after each start.',
}

export const schemaSentence = ({ migrations, contents }: RestorePlan): string =>
  migrations === 0
    ? `Gatehouse ${contents.product}`
    : `Gatehouse ${contents.product}; its database is brought forward by ${formatCounted(migrations, 'step', 'steps')}`
