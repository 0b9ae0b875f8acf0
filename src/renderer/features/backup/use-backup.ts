/** Backups as this window sees them: asked of the core, every second while something is under way, and the acts on them. */
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { BackupState, BackupWork, KeptBackup } from '../../../shared/contract/backup.ts'
import { client, orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { startDownload } from '../../api/download.ts'
import { queryClient } from '../../api/query-client.ts'
import { StepUpCancelled, withStepUp } from '../../api/step-up.ts'
import { createStore, useStore } from '../../api/store.ts'
import { toastProblem } from '../../ui/toast.tsx'
import { isUnderWay } from './backup-words.ts'

const whileWorkingMs = 1_000
/** The daily one is made without this window's doing. */
const otherwiseMs = 15_000

export const renewBackups = (): Promise<void> => queryClient.invalidateQueries({ queryKey: orpc.backup.key() })

export const useBackup = () =>
  useQuery(
    orpc.backup.state.queryOptions({
      refetchInterval: ({ state }) => (state.data?.work && isUnderWay(state.data.work) ? whileWorkingMs : otherwiseMs),
    }),
  )

/** Work that this window began or saw under way, until its end is put away. */
const followed = createStore<ReadonlySet<string>>(new Set())
const follow = (id: string) => followed.set(new Set([...followed.get(), id]))
export const putWorkAway = (id: string): void => followed.set(new Set([...followed.get()].filter((one) => one !== id)))

/** How work from before this window ended is nobody's news. */
export const useShownWork = (state: BackupState | undefined): BackupWork | null => {
  const known = useStore(followed)
  const work = state?.work ?? null
  const running = work !== null && isUnderWay(work)
  useEffect(() => {
    if (running && !known.has(work.id)) follow(work.id)
  }, [running, work?.id, known])
  return work && (running || known.has(work.id)) ? work : null
}

/** Begins work that is followed to its end. */
export const beginWork = async (begin: () => Promise<{ id: string }>): Promise<void> => {
  follow((await begin()).id)
  await renewBackups()
}

const attempt = async (title: string, act: () => Promise<unknown>): Promise<void> => {
  try {
    await act()
  } catch (error) {
    if (error instanceof StepUpCancelled) return
    toastProblem({ title, text: describeProblem(error).sentence })
  } finally {
    void renewBackups()
  }
}

export const cancelWork = (): Promise<void> => attempt('It goes on', () => client.backup.cancel())

export const downloadBackup = (name: KeptBackup['name']): Promise<void> =>
  attempt(`“${name}” could not be downloaded`, async () => {
    const { url } = await withStepUp(() => client.backup.download({ name }), {
      title: 'Download a backup',
      text: 'Taking a backup away asks for a code from your authenticator.',
    })
    startDownload(url)
  })
