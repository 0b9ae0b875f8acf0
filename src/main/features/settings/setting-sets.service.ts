/** Sets of values: profiles, files and what stood before a change. Reviewed first, then applied as one change or not at all. */
import type {
  Setting,
  SettingAct,
  SettingDifference,
  SettingFault,
  SettingProfile,
  SettingReview,
  SettingSource,
  SettingValue,
} from '../../../shared/contract/settings.ts'
import { profileNames } from '../../../shared/contract/settings.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { Rights } from '../../../shared/permissions.ts'
import type { By } from '../../database/database.ts'
import { refusalOf } from './judge-value.ts'
import { readSettingsText } from './read-settings-text.ts'
import { profileOf } from './settings-profiles.ts'
import { definitionOf, isSettingKey, settingKeys } from './settings.registry.ts'
import type { SettingKey } from './settings.registry.ts'
import type { actById } from './settings.store.ts'
import type { Layer, Write } from './values-in-force.ts'

interface SettingSetsOptions {
  settingNow: (key: SettingKey) => Setting
  belowOf: (key: SettingKey) => Layer
  actById: (id: string) => ReturnType<typeof actById>
  write: (by: By, rights: Rights, as: Pick<SettingAct, 'kind' | 'name'>, writes: readonly Write[]) => Promise<SettingAct>
}

/** Of a file: it comes from outside and stands in the log. */
const showableName = (name: string): string => name.replaceAll(/\p{C}/gu, ' ').trim().slice(0, 100) || 'a file'

/** null: what lies below run time. */
type Wanted = [SettingKey, SettingValue | null]

export const createSettingSets = ({ settingNow, belowOf, actById, write }: SettingSetsOptions) => {
  /** Throws NOT_FOUND. */
  const read = (source: SettingSource): { wanted: Wanted[]; faults: SettingFault[] } => {
    switch (source.kind) {
      case 'profile':
        return { wanted: Object.entries(profileOf(source.profile).values) as Wanted[], faults: [] }
      case 'file': {
        const { given, faults } = readSettingsText(source.text)
        return { wanted: Object.entries(given) as Wanted[], faults }
      }
      case 'undo': {
        const found = actById(source.id)
        if (!found) throw new GatehouseError('NOT_FOUND', 'There is no such change.', {})
        const wanted = found.of.flatMap(({ key, from }): Wanted[] => (isSettingKey(key) ? [[key, from]] : []))
        const faults = wanted.flatMap(([key, value]): SettingFault[] => {
          const { title, kind } = definitionOf(key)
          const refusal = value === null ? null : refusalOf(title, kind, value)
          return refusal ? [{ line: null, sentence: `What stood before is no longer allowed. ${refusal}` }] : []
        })
        return { wanted, faults }
      }
    }
  }

  const review = (source: SettingSource): SettingReview & { writes: Write[] } => {
    const { wanted, faults } = read(source)
    const writes: Write[] = []
    const differences = wanted.flatMap(([key, value]): SettingDifference[] => {
      const { group, title, kind, value: present, origin, applies, dropsWhenLower, version } = settingNow(key)
      const below = belowOf(key)
      // What lies below says the same: nothing is set at run time then, so that it goes on following what lies below.
      const to: Layer = value === null || value === below.value ? below : { origin: 'run time', value }
      if (to.value === present) return []
      writes.push({ key, to: to.origin === 'run time' ? to.value : null, version })
      return [{ key, group, title, kind, from: { value: present, origin }, to, applies, dropsWhenLower, version }]
    })
    return { faults, differences, same: wanted.length - differences.length, writes }
  }

  return {
    /** Throws NOT_FOUND. */
    review: (source: SettingSource): SettingReview => {
      const { faults, differences, same } = review(source)
      return { faults, differences, same }
    },

    /** Throws NOT_FOUND, NOT_PERMITTED, INVALID_INPUT, and CONFLICT where the differences are no longer those of `versions`. */
    apply: async (by: By, rights: Rights, source: SettingSource, versions: Record<string, number>): Promise<SettingAct> => {
      const { faults, writes } = review(source)
      if (faults.length > 0)
        throw new GatehouseError('INVALID_INPUT', `Nothing was changed. ${faults.map(({ sentence }) => sentence).join(' ')}`, {
          field: 'source',
        })
      const asReviewed =
        writes.length === Object.keys(versions).length &&
        writes.every(({ key, version }) => Object.hasOwn(versions, key) && versions[key] === version)
      if (!asReviewed) throw new GatehouseError('CONFLICT', 'A setting was changed meanwhile. Look at what is different now.', {})
      if (writes.length === 0) throw new GatehouseError('CONFLICT', 'All of it is in force already.', {})
      const name = source.kind === 'profile' ? profileOf(source.profile).title : source.kind === 'file' ? showableName(source.name) : null
      return write(by, rights, { kind: source.kind, name }, writes)
    },

    profiles: (): SettingProfile[] =>
      profileNames.map((name) => {
        const { title, description } = profileOf(name)
        const { differences, same } = review({ kind: 'profile', profile: name })
        return { name, title, description, settings: same + differences.length, differences: differences.length }
      }),

    /** As a `settings.json` that another console reads. The registry holds no secrets. */
    textOf: (what: 'all' | 'not-default'): { text: string; settings: number } => {
      const values = settingKeys
        .map(settingNow)
        .filter((setting) => what === 'all' || setting.value !== setting.default)
        .map(({ key, value }) => [key, value] as const)
      return { text: `${JSON.stringify(Object.fromEntries(values), null, 2)}\n`, settings: values.length }
    },
  }
}
