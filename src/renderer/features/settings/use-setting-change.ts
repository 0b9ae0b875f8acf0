/** Changes one setting: a toast with the way back, the question before data is dropped, and the choice that a conflict leaves. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Setting, SettingValue } from '../../../shared/contract/settings.ts'
import { settingValueWords } from '../../../shared/setting-value-words.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { errorOf } from '../../api/typed-error.ts'
import { drops } from './setting-words.ts'
import { renewSettings, toastChange, undoAct } from './setting-acts.ts'

interface Wanted {
  /** null: back to file, environment or default. */
  value: SettingValue | null
  /** What the change was made upon. */
  version: number
}

/** What a reset would put in force. */
export const belowOf = ({ layers, default: byDefault }: Setting): Setting['layers'][number] =>
  layers.find(({ origin }) => origin !== 'run time') ?? { origin: 'default', value: byDefault }

export const useSettingChange = (setting: Setting) => {
  /** What was wanted when another window was faster. */
  const [conflict, setConflict] = useState<Wanted | null>(null)
  /** What was wanted and would drop data. */
  const [asking, setAsking] = useState<Wanted | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const change = useMutation({
    mutationFn: ({ value, version }: Wanted) => client.settings.change({ key: setting.key, value, version }),
    onMutate: () => {
      setConflict(null)
      setAsking(null)
      setRefusal(null)
    },
    onSuccess: async ({ setting: changed, changeId }) => {
      toastChange([changed.key], {
        title: `${changed.title}: ${settingValueWords(changed.kind, changed.value)}`,
        text: changed.applies === 'restart' ? 'It applies after a restart.' : undefined,
        action: { label: 'Undo', run: () => void undoAct(changeId) },
      })
      await renewSettings()
    },
    onError: async (error, wanted) => {
      if (errorOf(error, 'CONFLICT')) {
        await renewSettings()
        setConflict(wanted)
      } else setRefusal(describeProblem(error).sentence)
    },
  })
  const valueOf = ({ value }: Wanted): SettingValue => value ?? belowOf(setting).value
  return {
    busy: change.isPending,
    conflict,
    asking,
    refusal,
    valueOf,
    save: (wanted: Wanted) => (drops(setting, setting.value, valueOf(wanted)) ? setAsking(wanted) : change.mutate(wanted)),
    saveAnyway: change.mutate,
    keepOther: () => setConflict(null),
    keepPresent: () => setAsking(null),
    forgetRefusal: () => setRefusal(null),
  }
}
