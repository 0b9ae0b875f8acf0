/** Dashboards: boards of charts that people put together. The address says which is open, and over which time. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ChartSpline, ChevronDown, Copy, Cpu, FileDown, FileUp, LayoutDashboard, Pencil, Plus, ShieldCheck, Trash2 } from 'lucide-react'
import type { Board, GivenBoard, Panel } from '../../../shared/contract/dashboards.ts'
import { useMay } from '../../api/access.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { startDownload } from '../../api/download.ts'
import { useCommands } from '../../frame/commands.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { Bar, PageScroll } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { toastProblem } from '../../ui/toast.tsx'
import { EmptyState, ErrorState, NoPermissionState } from '../../ui/view-state.tsx'
import { useTimeRange } from '../metrics/use-time-range.ts'
import { BoardGrid } from './board-grid.tsx'
import { addBoard, ImportBoardDialog, NewBoardDialog, RenameBoardDialog } from './board.dialogs.tsx'
import { boardsOptions, deleteBoard } from './board-queries.ts'
import type { DashboardsSearch } from './dashboards-search.ts'
import { PanelDialog } from './panel.dialog.tsx'
import { startingBoards } from './starting-boards.ts'

export const DashboardsPage = () =>
  useMay('metrics:read') ? (
    <Dashboards />
  ) : (
    <NoPermissionState
      title="The dashboards are not open to you"
      text="Your role may not read the metrics. An administrator can change that."
    />
  )

const exportBoard = (board: Board): void => {
  client.dashboards.export({ id: board.id }).then(
    ({ url }) => startDownload(url),
    (error: unknown) => toastProblem({ title: 'Nothing was exported', text: describeProblem(error).sentence }),
  )
}

const Dashboards = () => {
  const search = useSearch({ from: '/dashboards' })
  const navigate = useNavigate({ from: '/dashboards' })
  const mayWrite = useMay('alerts:write')
  const { window, zoom, zoomOut } = useTimeRange()
  const query = useQuery(boardsOptions)
  const boards = query.data ?? []
  const board = boards.find(({ id }) => id === search.board) ?? boards[0]
  const go = (next: Pick<DashboardsSearch, 'board' | 'dialog' | 'panel'>, replace = false) =>
    void navigate({
      search: ({ range, from, to, compare }) => ({
        ...(range && { range }),
        ...(from && to && { from, to }),
        ...(compare && { compare }),
        ...next,
      }),
      replace,
      resetScroll: false,
    })
  const stay = board ? { board: board.id } : {}
  const openDialog = (dialog: DashboardsSearch['dialog'], panel?: number) => go({ ...stay, dialog, ...(panel !== undefined && { panel }) })
  const close = () => go(stay, true)
  const onAdded = (added: Board) => go({ board: added.id }, true)
  const add = (given: GivenBoard) => {
    addBoard(given).then(onAdded, (error: unknown) =>
      toastProblem({ title: 'The dashboard was not added', text: describeProblem(error).sentence }),
    )
  }
  const explore = ({ view }: Panel) => void navigate({ to: '/explore', search: { view: JSON.stringify(view) } })
  useCommands(
    mayWrite
      ? [
          {
            id: 'dashboards new',
            group: 'On this page',
            label: 'Add a dashboard',
            icon: Plus,
            needs: 'alerts:write',
            run: () => openDialog('new'),
          },
          ...(board
            ? [
                {
                  id: 'dashboards panel',
                  group: 'On this page' as const,
                  label: `Add a panel to “${board.name}”`,
                  icon: ChartSpline,
                  needs: 'alerts:write' as const,
                  run: () => openDialog('panel'),
                },
              ]
            : []),
        ]
      : [],
  )
  const beginnings = (
    <>
      <MenuItem icon={<Plus aria-hidden />} onSelect={() => openDialog('new')}>
        Empty dashboard…
      </MenuItem>
      <MenuItem icon={<Cpu aria-hidden />} onSelect={() => add(startingBoards.machine)}>
        Start from: the machine
      </MenuItem>
      <MenuItem icon={<ShieldCheck aria-hidden />} onSelect={() => add(startingBoards.guard)}>
        Start from: the guard
      </MenuItem>
      <MenuItem icon={<FileUp aria-hidden />} onSelect={() => openDialog('import')}>
        Import…
      </MenuItem>
    </>
  )
  const content = () => {
    if (query.isPending)
      return (
        <Loading label="Loading the dashboards">
          <div className="grid grid-cols-2 gap-4 p-4">
            <Skeleton className="h-40" />
            <Skeleton className="h-40" />
          </div>
        </Loading>
      )
    if (!query.data)
      return (
        <ErrorState title="The dashboards could not be read" problem={describeProblem(query.error)} onRetry={() => void query.refetch()} />
      )
    if (!board)
      return (
        <EmptyState
          icon={<LayoutDashboard aria-hidden />}
          title="No dashboard yet"
          text="A dashboard holds the charts that you look at together. Begin with the machine or the guard and change it, or put your own together."
          action={
            mayWrite && (
              <span className="flex gap-2">
                <Button look="primary" onClick={() => add(startingBoards.machine)}>
                  Start from the machine
                </Button>
                <Button onClick={() => add(startingBoards.guard)}>Start from the guard</Button>
                <Button onClick={() => openDialog('new')}>Empty</Button>
                <Button onClick={() => openDialog('import')}>Import…</Button>
              </span>
            )
          }
        />
      )
    if (board.panels.length === 0)
      return (
        <EmptyState
          icon={<ChartSpline aria-hidden />}
          title={`“${board.name}” is empty`}
          text="Add what you want to see: any figure that is measured, filtered and joined as you like."
          action={
            mayWrite && (
              <Button look="primary" onClick={() => openDialog('panel')}>
                <Plus aria-hidden />
                Add panel
              </Button>
            )
          }
        />
      )
    return (
      <BoardGrid
        key={board.id}
        board={board}
        window={window}
        mayWrite={mayWrite}
        onZoom={zoom}
        onZoomOut={zoomOut}
        onChange={(panel) => openDialog('panel', panel)}
        onExplore={explore}
      />
    )
  }
  const changed = search.dialog === 'panel' && search.panel !== undefined && board?.panels[search.panel] ? search.panel : null
  return (
    <>
      {board && (
        <Bar>
          <Select
            aria-label="Dashboard"
            value={board.id}
            options={boards.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id) => go({ board: id })}
            className="w-56"
          />
          <span className="flex-1" />
          {mayWrite && (
            <Button look="primary" onClick={() => openDialog('panel')}>
              <Plus aria-hidden />
              Add panel
            </Button>
          )}
          <Menu
            align="end"
            trigger={
              <Button>
                Dashboard
                <ChevronDown aria-hidden />
              </Button>
            }
          >
            {mayWrite && (
              <>
                {beginnings}
                <MenuSeparator />
                <MenuItem icon={<Pencil aria-hidden />} onSelect={() => openDialog('rename')}>
                  Rename…
                </MenuItem>
                <MenuItem
                  icon={<Copy aria-hidden />}
                  onSelect={() => add({ name: `${board.name}, copy`.slice(0, 80), panels: board.panels })}
                >
                  Duplicate
                </MenuItem>
              </>
            )}
            <MenuItem icon={<FileDown aria-hidden />} onSelect={() => exportBoard(board)}>
              Export
            </MenuItem>
            {mayWrite && (
              <MenuItem
                icon={<Trash2 aria-hidden />}
                onSelect={() => {
                  void deleteBoard(board)
                  go({}, true)
                }}
              >
                Delete
              </MenuItem>
            )}
          </Menu>
        </Bar>
      )}
      <PageScroll label="Dashboard">{content()}</PageScroll>
      {mayWrite && search.dialog === 'new' && <NewBoardDialog onClose={close} onAdded={onAdded} />}
      {mayWrite && search.dialog === 'import' && <ImportBoardDialog onClose={close} onAdded={onAdded} />}
      {mayWrite && board && search.dialog === 'rename' && <RenameBoardDialog board={board} onClose={close} />}
      {mayWrite && board && search.dialog === 'panel' && <PanelDialog board={board} at={changed} window={window} onClose={close} />}
    </>
  )
}
