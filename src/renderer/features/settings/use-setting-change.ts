/** Changes one setting: a toast with the way back, and the choice that a conflict leaves. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Setting, SettingValue } from '../../../shared/contract/settings.ts'
import { client, orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { queryClient } from '../../api/query-client.ts'
import { errorOf } from '../../api/typed-error.ts'
import { toastDone, toastProblem } from '../../ui/toast.tsx'
import { valueWords } from './setting-words.ts'

export const renewSettings = () => queryClient.invalidateQueries({ queryKey: orpc.settings.key() })

/** The toast of a setting's newest change: only that one can be undone, so a newer change takes it away. */
const toasts = new Map<string, () => void>()
const toastChange = (key: string, notice: Parameters<typeof toastDone>[0]) => {
  toasts.get(key)?.()
  toasts.set(key, toastDone(notice))
}

export const undoChange = async (changeId: string): Promise<void> => {
  try {
    const setting = await client.settings.undo({ changeId })
    toastChange(setting.key, { title: `${setting.title}: ${valueWords(setting.kind, setting.value)} again` })
  } catch (error) {
    toastProblem({ title: 'The change was not undone', text: describeProblem(error).sentence })
  }
  await renewSettings()
}

interface Wanted {
  /** null: back to file, environment or default. */
  value: SettingValue | null
  /** What the change was made upon. */
  version: number
}

export const useSettingChange = (setting: Setting) => {
  /** What was wanted when another window was faster. */
  const [conflict, setConflict] = useState<Wanted | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const change = useMutation({
    mutationFn: ({ value, version }: Wanted) => client.settings.change({ key: setting.key, value, version }),
    onMutate: () => {
      setConflict(null)
      setRefusal(null)
    },
    onSuccess: async ({ setting: changed, changeId }) => {
      toastChange(changed.key, {
        title: `${changed.title}: ${valueWords(changed.kind, changed.value)}`,
        text: changed.applies === 'restart' ? 'It applies after a restart.' : undefined,
        action: { label: 'Undo', run: () => void undoChange(changeId) },
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
  return {
    busy: change.isPending,
    conflict,
    refusal,
    save: change.mutate,
    keepOther: () => setConflict(null),
    forgetRefusal: () => setRefusal(null),
  }
}
