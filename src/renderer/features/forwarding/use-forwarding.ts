/** What the page asks of forwarding, kept true by the live feed, and the acts on a destination that need no form. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Destination } from '../../../shared/contract/forwarding.ts'
import { client, orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { useLiveEvents } from '../../api/live-feed.ts'
import { queryClient } from '../../api/query-client.ts'
import { StepUpCancelled, withStepUp } from '../../api/step-up.ts'
import { toastDone, toastProblem } from '../../ui/toast.tsx'

export const renewForwarding = (): Promise<void> => queryClient.invalidateQueries({ queryKey: orpc.forwarding.key() })
const renew = () => void renewForwarding()

export const useForwarding = (enabled = true) => {
  useLiveEvents('forwarding', renew)
  return useQuery(orpc.forwarding.list.queryOptions({ enabled }))
}

const tellProblem = (title: string, error: unknown) => {
  if (!(error instanceof StepUpCancelled)) toastProblem({ title, text: describeProblem(error).sentence })
}

const setEnabled = async ({ id, version, name }: Destination, enabled: boolean): Promise<void> => {
  try {
    const changed = await withStepUp(() => client.forwarding.setEnabled({ id, version, enabled }))
    toastDone(
      enabled
        ? { title: `“${name}” gets the log again`, text: 'It goes on from where it stopped.' }
        : {
            title: `“${name}” gets nothing for now`,
            text: 'New entries wait for it in the log.',
            action: { label: 'Resume', run: () => void setEnabled(changed, true) },
          },
    )
  } catch (error) {
    tellProblem(enabled ? `“${name}” was not resumed` : `“${name}” was not stopped`, error)
  } finally {
    renew()
  }
}

const tryNow = async ({ id, name }: Destination): Promise<void> => {
  try {
    await client.forwarding.tryNow({ id })
  } catch (error) {
    tellProblem(`“${name}” was not tried`, error)
  } finally {
    renew()
  }
}

/** One act at a time. */
export const useDestinationActs = (destination: Destination) => {
  const [busy, setBusy] = useState<'switch' | 'try' | null>(null)
  const run = (what: 'switch' | 'try', act: Promise<void>) => {
    setBusy(what)
    void act.finally(() => setBusy(null))
  }
  return {
    busy,
    setEnabled: (enabled: boolean) => run('switch', setEnabled(destination, enabled)),
    tryNow: () => run('try', tryNow(destination)),
  }
}
