/** The vault: keys by provider, what wants a look, and the open key beside them. The address says what is shown and which dialog is open. */
import { useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { Trash2, TriangleAlert } from 'lucide-react'
import { useState, type DragEvent } from 'react'
import type { VaultKey } from '../../../shared/contract/vault.ts'
import { useMay } from '../../api/access.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { useLiveEvents } from '../../api/live-feed.ts'
import { useCommands } from '../../frame/commands.ts'
import { Notice } from '../../ui/notice.tsx'
import { ErrorState, NoPermissionState } from '../../ui/view-state.tsx'
import { AddKeyDialog } from './add-key.dialog.tsx'
import { EmptyVault } from './empty-vault.tsx'
import { CheckBar } from './check-bar.tsx'
import { useCheckRun } from './check-run.ts'
import { canBeChecked } from './check-words.ts'
import { ExportBar } from './export-bar.tsx'
import { ImportDialog } from './import.dialog.tsx'
import { matchesText, wantsLook } from './key-groups.ts'
import { KeyDialogs } from './key-dialogs.tsx'
import { KeyListSkeleton } from './key-list-skeleton.tsx'
import { KeyList } from './key-list.tsx'
import { KeyPanel } from './key-panel.tsx'
import { keysOptions, renewVault, useVaultActs } from './vault-queries.ts'
import { VaultBar } from './vault-bar.tsx'
import { withKey, withoutKey } from './vault-search.ts'

export const VaultPage = () =>
  useMay('vault:list') ? (
    <Vault />
  ) : (
    <NoPermissionState title="The vault is not open to you" text="Your role may not see the keys. An administrator can change that." />
  )

const renew = () => void renewVault()

const Vault = () => {
  useLiveEvents('vault', renew)
  const search = useSearch({ from: '/vault' })
  const navigate = useNavigate({ from: '/vault' })
  const { hash } = useLocation()
  const acts = useVaultActs()
  const [dropped, setDropped] = useState<File | null>(null)
  const [over, setOver] = useState(false)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const openId = search.key ?? null
  const exporting = hash === 'export' && acts.mayReveal && acts.closed === null && search.show !== 'deleted'

  const choosing = exporting
    ? 'export'
    : hash === 'check' && acts.mayWrite && acts.closed === null && search.show !== 'deleted'
      ? 'check'
      : ''
  const running = useCheckRun() !== null

  const open = (id: string, walking: boolean) => void navigate({ search: (known) => withKey(known, id), hash: choosing, replace: walking })
  const close = () => void navigate({ search: withoutKey, hash: choosing })
  const show = (dialog: string) => void navigate({ search: (known) => known, hash: dialog })
  const closeDialog = () => {
    setDropped(null)
    void navigate({ search: (known) => known, hash: '', replace: true })
  }

  const query = useQuery(keysOptions(search.show === 'deleted'))
  const keys = query.data ?? null
  const shown = (keys ?? []).filter((key) => matchesText(key, search.text ?? '') && (search.show !== 'look' || wantsLook(key)))
  const chooseAll = (may: (key: VaultKey) => boolean) => setChosen(new Set(shown.filter(may).map(({ id }) => id)))
  const endChoosing = () => {
    setChosen(new Set())
    closeDialog()
  }
  const mayImport = acts.mayWrite && acts.closed === null
  useCommands([
    {
      id: 'vault deleted',
      group: 'On this page',
      label: search.show === 'deleted' ? 'Show the keys in use' : 'Show deleted keys',
      icon: Trash2,
      run: () => void navigate({ search: search.show === 'deleted' ? {} : { show: 'deleted' } }),
    },
    {
      id: 'vault look',
      group: 'On this page',
      label: 'Show what wants a look',
      words: 'stale expired expiring unused',
      icon: TriangleAlert,
      run: () => void navigate({ search: { show: 'look' } }),
    },
  ])

  const dragOver = (event: DragEvent) => {
    if (!mayImport || !event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setOver(true)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (!mayImport || !file) return
    setDropped(file)
    show('import')
  }
  const content = () => {
    if (query.isPending) return <KeyListSkeleton />
    if (!keys)
      return <ErrorState title="The keys could not be read" problem={describeProblem(query.error)} onRetry={() => void query.refetch()} />
    if (shown.length === 0)
      return (
        <EmptyVault
          none={keys.length === 0}
          search={search}
          acts={acts}
          onAdd={() => show('add')}
          onImport={() => show('import')}
          onAll={() => void navigate({ search: {} })}
        />
      )
    return (
      <KeyList
        keys={shown}
        openId={openId}
        onOpen={open}
        chosen={choosing ? chosen : null}
        mayChoose={choosing === 'check' ? canBeChecked : canBeExported}
        onChoose={(id, next) => setChosen(new Set(next ? [...chosen, id] : [...chosen].filter((other) => other !== id)))}
      />
    )
  }
  return (
    <div className="relative flex min-h-0 flex-1 flex-col" onDragOver={dragOver} onDragLeave={() => setOver(false)} onDrop={drop}>
      <VaultBar
        search={search}
        onSearch={(next, typing) => void navigate({ search: next, hash, replace: typing })}
        keys={keys}
        found={shown.length}
        acts={acts}
        onAdd={() => show('add')}
        onImport={() => show('import')}
        onCheck={choosing || running ? null : () => show('check')}
      />
      {exporting && <ExportBar chosen={chosen} onChooseAll={() => chooseAll(canBeExported)} onDone={endChoosing} />}
      {(choosing === 'check' || running) && (
        <CheckBar
          chosen={shown.filter((key) => chosen.has(key.id) && canBeChecked(key))}
          onChooseAll={() => chooseAll(canBeChecked)}
          onDone={endChoosing}
        />
      )}
      <div className="relative flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          {acts.closed && (
            <div className="p-4">
              <Notice severity="medium">
                <p>{acts.closed} What is known of the keys is shown; the keys themselves wait.</p>
              </Notice>
            </div>
          )}
          {content()}
        </div>
        {openId !== null && (
          <KeyPanel
            key={openId}
            id={openId}
            listed={keys?.find(({ id }) => id === openId) ?? null}
            acts={acts}
            onDialog={show}
            onClose={close}
          />
        )}
        {over && (
          <div className="pointer-events-none absolute inset-2 z-6 grid place-items-center rounded-3 border-2 border-dashed border-accent bg-accent-tint">
            <p className="text-title">Drop the .env file to see what is in it</p>
          </div>
        )}
      </div>
      {acts.mayWrite && acts.closed === null && (
        <>
          <AddKeyDialog
            open={hash === 'add'}
            onClose={closeDialog}
            onAdded={(id) => void navigate({ search: { key: id }, hash: '', replace: true })}
          />
          {hash === 'import' && <ImportDialog dropped={dropped} onClose={closeDialog} />}
          {openId !== null && ['edit', 'rotate', 'revoke', 'check-address'].includes(hash) && (
            <KeyDialogs id={openId} dialog={hash} onClose={closeDialog} />
          )}
        </>
      )}
    </div>
  )
}

const canBeExported = ({ state }: VaultKey) => state.kind === 'active' || state.kind === 'swapping'
