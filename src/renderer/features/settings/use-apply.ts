/** Applies a set of values as it was reviewed: one act, with the way back, or the new review where something changed meanwhile. */
import { useState } from 'react'
import type { SettingReview, SettingSource } from '../../../shared/contract/settings.ts'
import { client } from '../../api/client.ts'
import { errorOf } from '../../api/typed-error.ts'
import { useAct } from '../../api/use-act.ts'
import { formatCounted } from '../../ui/format.ts'
import { renewSettings, toastChange, undoAct } from './setting-acts.ts'

interface ApplyOptions {
  /** In the toast: `Production applied`. */
  done: string
  onApplied: () => void
}

export const useApply = ({ done, onApplied }: ApplyOptions) => {
  const act = useAct()
  const [stale, setStale] = useState(false)
  const apply = (source: SettingSource, { differences }: SettingReview) => {
    setStale(false)
    void act
      .run(async () => {
        try {
          const { id, changes } = await client.settings.apply({
            source,
            versions: Object.fromEntries(differences.map(({ key, version }) => [key, version])),
          })
          toastChange(
            changes.map(({ key }) => key),
            {
              title: `${done}: ${formatCounted(changes.length, 'setting', 'settings')}`,
              action: { label: 'Undo', run: () => void undoAct(id) },
            },
          )
          void renewSettings()
        } catch (error) {
          if (errorOf(error, 'CONFLICT')) setStale(true)
          await renewSettings()
          throw error
        }
      })
      .then((applied) => applied && onApplied())
  }
  return { ...act, stale, apply }
}
