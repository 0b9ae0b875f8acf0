/** What is done to settings from anywhere on the page: undo, export, and the toasts that say what became of it. */
import { client, orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { startDownload } from '../../api/download.ts'
import { queryClient } from '../../api/query-client.ts'
import { formatCounted } from '../../ui/format.ts'
import { toastDone, toastProblem } from '../../ui/toast.tsx'

export const renewSettings = () => queryClient.invalidateQueries({ queryKey: orpc.settings.key() })

/** The toast of a setting's newest change: only that one is undone at a press, so a newer change takes it away. */
const toasts = new Map<string, () => void>()
export const toastChange = (keys: readonly string[], notice: Parameters<typeof toastDone>[0]) => {
  for (const key of keys) toasts.get(key)?.()
  const close = toastDone(notice)
  for (const key of keys) toasts.set(key, close)
}

/** Of the newest change of its settings; told in a toast either way. */
export const undoAct = async (id: string): Promise<void> => {
  try {
    const { changes } = await client.settings.undo({ id })
    const [first, ...more] = changes
    toastChange(
      changes.map(({ key }) => key),
      { title: more.length === 0 ? `${first?.title} is as it was` : `${changes.length} settings are as they were` },
    )
  } catch (error) {
    toastProblem({ title: 'The change was not undone', text: describeProblem(error).sentence })
  }
  await renewSettings()
}

export const exportSettings = async (what: 'all' | 'not-default'): Promise<void> => {
  try {
    const { url, fileName, settings } = await client.settings.export({ what })
    startDownload(url)
    toastDone({ title: `${fileName} is on its way`, text: `It holds ${formatCounted(settings, 'setting', 'settings')}, and no secret.` })
  } catch (error) {
    toastProblem({ title: 'The settings were not exported', text: describeProblem(error).sentence })
  }
}
