/** What the pages ask of dashboards, and how one is changed, with the way back. */
import type { Board, GivenBoard } from '../../../shared/contract/dashboards.ts'
import { client, orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { queryClient } from '../../api/query-client.ts'
import { toastDone, toastProblem } from '../../ui/toast.tsx'

/** Others may change a board; a minute is soon enough to see it. */
const lookAgainMs = 60_000

export const boardsOptions = orpc.dashboards.list.queryOptions({ refetchInterval: lookAgainMs })

export const renewBoards = (): Promise<void> => queryClient.invalidateQueries({ queryKey: orpc.dashboards.list.key() })

/** Throws what the core refused. `done`: what the person did, in the past; null: it is seen. */
export const changeBoard = async (board: Board, next: Partial<GivenBoard>, done: string | null): Promise<Board> => {
  const given = { name: board.name, panels: board.panels, ...next }
  try {
    const changed = await client.dashboards.change({ ...given, id: board.id, version: board.version })
    queryClient.setQueryData<Board[]>(orpc.dashboards.list.queryKey(), (known) =>
      known?.map((one) => (one.id === changed.id ? changed : one)),
    )
    if (done !== null)
      toastDone({
        title: done,
        action: { label: 'Undo', run: () => changeOrTell(changed, { name: board.name, panels: board.panels }, null) },
      })
    return changed
  } finally {
    void renewBoards()
  }
}

export const changeOrTell = (board: Board, next: Partial<GivenBoard>, done: string | null): void => {
  changeBoard(board, next, done).catch((error: unknown) =>
    toastProblem({ title: 'The dashboard was not changed', text: describeProblem(error).sentence }),
  )
}

export const restoreBoard = async (id: string): Promise<void> => {
  try {
    const { name } = await client.dashboards.restore({ id })
    toastDone({ title: `“${name}” is back` })
  } catch (error) {
    toastProblem({ title: 'The dashboard was not brought back', text: describeProblem(error).sentence })
  } finally {
    void renewBoards()
  }
}

export const deleteBoard = async ({ id, version, name }: Board): Promise<void> => {
  try {
    await client.dashboards.delete({ id, version })
    toastDone({ title: `“${name}” was deleted`, action: { label: 'Undo', run: () => void restoreBoard(id) } })
  } catch (error) {
    toastProblem({ title: `“${name}” was not deleted`, text: describeProblem(error).sentence })
  } finally {
    void renewBoards()
  }
}
