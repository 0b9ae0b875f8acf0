/** Work on the databases as the page sees it: followed while it runs, begun and cancelled. */
import { useQuery } from '@tanstack/react-query'
import type { Job, JobWork } from '../../../shared/contract/databases.ts'
import { client, orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { queryClient } from '../../api/query-client.ts'
import { toastProblem } from '../../ui/toast.tsx'

const whileRunningMs = 400
const otherwiseMs = 15_000

const isRunning = (job: Job) => job.state === 'running'

export const useJobs = () => {
  const query = useQuery({
    ...orpc.databases.jobs.queryOptions(),
    refetchInterval: ({ state }) => (state.data?.some(isRunning) ? whileRunningMs : otherwiseMs),
  })
  const jobs = query.data ?? []
  return { jobs, running: jobs.find(isRunning) ?? null }
}

export const isOf = (job: Job, work: JobWork): boolean =>
  job.work.kind === work.kind &&
  ('query' in job.work ? job.work.query : job.work.database) === ('query' in work ? work.query : work.database)

const renewJobs = (): Promise<void> => queryClient.invalidateQueries({ queryKey: orpc.databases.jobs.key() })

export const startJob = async (work: JobWork): Promise<void> => {
  try {
    await client.databases.start(work)
  } catch (error) {
    toastProblem({ title: 'That was not begun', text: describeProblem(error).sentence })
  } finally {
    await renewJobs()
  }
}

export const cancelJob = async ({ id }: Job): Promise<void> => {
  try {
    await client.databases.cancel({ id })
  } catch (error) {
    toastProblem({ title: 'That was not cancelled', text: describeProblem(error).sentence })
  } finally {
    await renewJobs()
  }
}
