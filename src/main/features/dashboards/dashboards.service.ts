/** Dashboards: boards of views that everybody on this console sees. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { Board, BoardFile, GivenBoard } from '../../../shared/contract/dashboards.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { AuditEvent, By, Database, Writable } from '../../database/database.ts'
import { allBoards, boardById, dropBoardsDeletedBefore, insertBoard, markBoardDeleted, updateBoard } from './dashboard.store.ts'
import type { StoredBoard } from './dashboard.store.ts'
import { readBoardFile } from './read-board-file.ts'

export interface DashboardsOptions {
  database: Database
  clock: Clock
  ids: Ids
}

const mostBoards = 100
const deletedKeptMs = 30 * 86_400_000

const noSuchBoard = () => new GatehouseError('NOT_FOUND', 'There is no such dashboard.', {})
const boardOf = ({ isDeleted: _, ...board }: StoredBoard): Board => board

export const createDashboards = ({ database, clock, ids }: DashboardsOptions) => {
  const eventOf = (verb: 'created' | 'changed' | 'deleted' | 'restored', by: By, id: string, { name, panels }: GivenBoard): AuditEvent => ({
    action: `dashboard.${verb}`,
    message: `${by.actor.name} ${verb} the dashboard “${name}”`,
    target: { kind: 'dashboard', id, name },
    detail: { panels: panels.map(({ title }) => title) },
  })
  const seenIn = (tx: Writable, { id, version }: { id: string; version: number }): StoredBoard => {
    const board = boardById(tx, id)
    if (!board || board.isDeleted) throw noSuchBoard()
    if (board.version !== version)
      throw new GatehouseError(
        'CONFLICT',
        `${board.changedBy} changed “${board.name}” meanwhile. Look at it as it is now, then change it again.`,
        {},
      )
    return board
  }
  const refuseTooMany = (tx: Writable): void => {
    if (allBoards(tx).length >= mostBoards)
      throw new GatehouseError('CONFLICT', `There are ${mostBoards} dashboards already; delete one first.`, {})
  }
  const known = (id: string): Board => {
    const board = database.read((db) => boardById(db, id))
    if (!board || board.isDeleted) throw noSuchBoard()
    return boardOf(board)
  }
  const create = async (by: By, given: GivenBoard): Promise<Board> => {
    const id = ids.next()
    await database.change(by, eventOf('created', by, id, given), (tx) => {
      refuseTooMany(tx)
      dropBoardsDeletedBefore(tx, clock.now() - deletedKeptMs)
      insertBoard(tx, given, { id, atMs: clock.now(), by: by.actor.name })
    })
    return known(id)
  }

  return {
    list: (): Board[] => database.read(allBoards).map(boardOf),
    create,
    change: async (by: By, { id, version, ...given }: GivenBoard & { id: string; version: number }): Promise<Board> => {
      await database.change(by, eventOf('changed', by, id, given), (tx) => {
        seenIn(tx, { id, version })
        updateBoard(tx, given, { id, atMs: clock.now(), by: by.actor.name })
      })
      return known(id)
    },
    delete: async (by: By, seen: { id: string; version: number }): Promise<void> => {
      await database.change(
        by,
        (gone: StoredBoard) => eventOf('deleted', by, gone.id, gone),
        (tx) => {
          const board = seenIn(tx, seen)
          markBoardDeleted(tx, seen.id, clock.now())
          return board
        },
      )
    },
    restore: async (by: By, id: string): Promise<Board> => {
      await database.change(
        by,
        (board: StoredBoard) => eventOf('restored', by, id, board),
        (tx) => {
          const board = boardById(tx, id)
          if (!board?.isDeleted) throw noSuchBoard()
          refuseTooMany(tx)
          updateBoard(tx, board, { id, atMs: clock.now(), by: by.actor.name })
          return board
        },
      )
      return known(id)
    },
    /** Its file and what it holds. */
    fileOf: (id: string): { fileName: string; text: string } => {
      const { name, panels } = known(id)
      const slug = name
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
        .replaceAll(/^-+|-+$/g, '')
      return {
        fileName: `gatehouse-dashboard-${slug || 'board'}.json`,
        text: `${JSON.stringify({ gatehouseDashboard: 1, name, panels } satisfies BoardFile, null, 2)}\n`,
      }
    },
    import: async (by: By, text: string): Promise<{ ok: true; board: Board } | { ok: false; faults: string[] }> => {
      const read = readBoardFile(text)
      return read.ok ? { ok: true, board: await create(by, read.given) } : read
    },
  }
}
export type Dashboards = ReturnType<typeof createDashboards>
