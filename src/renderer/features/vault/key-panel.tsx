/** The open key beside the list: hidden or revealed, what is known of it, its uses, versions, and what can be done. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { Ban, Copy, Ellipsis, Eye, Pencil, RefreshCw, ShieldCheck, Trash2, Undo2 } from 'lucide-react'
import type { VaultKey, VaultKeyDetail } from '../../../shared/contract/vault.ts'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { errorOf } from '../../api/typed-error.ts'
import { useCommands, type Command } from '../../frame/commands.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { useNowMs } from '../../ui/now.ts'
import { Notice } from '../../ui/notice.tsx'
import { PanelSection, ScrollRegion, SidePanel } from '../../ui/side-panel.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { toastDone, toastProblem } from '../../ui/toast.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { CheckSection, useCheckKey } from './check-section.tsx'
import { canBeChecked } from './check-words.ts'
import { deleteKey, restoreKey } from './delete-key.ts'
import { KeyFacts, Versions } from './key-facts.tsx'
import { daysLeft } from './key-words.ts'
import { titleOf } from './provider-names.ts'
import { RevealSection } from './reveal-section.tsx'
import { UsesSection } from './uses-bars.tsx'
import { useReveal, type Reveal } from './use-reveal.ts'
import { keyOptions, renewVault, type VaultActs } from './vault-queries.ts'

export type KeyDialog = 'edit' | 'rotate' | 'revoke' | 'check-address'

interface KeyPanelProps {
  id: string
  /** What the list knows of it; null for a key that the list does not hold. */
  listed: VaultKey | null
  acts: VaultActs
  onDialog: (dialog: KeyDialog) => void
  onClose: () => void
}

const PanelSkeleton = () => (
  <Loading label="Loading the key">
    <div className="grid gap-3 p-4">
      <Skeleton className="w-24" />
      <Skeleton className="h-9" />
      <Skeleton className="w-1/2" />
      <Skeleton className="w-2/3" />
      <Skeleton className="w-1/2" />
    </div>
  </Loading>
)

/** Give it the key's id as `key`, so that nothing revealed outlives the key it belongs to. */
export const KeyPanel = ({ id, listed, acts, onDialog, onClose }: KeyPanelProps) => {
  const query = useQuery(keyOptions(id))
  const { data } = query
  const known = data ?? listed
  useShortcuts([{ keys: 'Escape', label: 'Close the key', group: 'Vault', run: onClose }])
  const usable = known !== null && known.state.kind !== 'deleted'
  return (
    <SidePanel
      label={known ? titleOf(known) : 'Key'}
      title={known ? titleOf(known) : 'Key'}
      onClose={onClose}
      actions={usable && acts.mayWrite && <MoreMenu of={known} acts={acts} onEdit={() => onDialog('edit')} onDeleted={onClose} />}
    >
      {errorOf(query.error, 'NOT_FOUND') ? (
        <ErrorState
          title="There is no such key"
          problem={{ title: '', sentence: 'It may have been deleted for good. The log still says what became of it.', requestId: null }}
        />
      ) : query.error && !data ? (
        <ErrorState title="The key could not be read" problem={describeProblem(query.error)} onRetry={() => void query.refetch()} />
      ) : data ? (
        <KeyBody of={data} acts={acts} onDialog={onDialog} />
      ) : (
        <PanelSkeleton />
      )}
    </SidePanel>
  )
}

const MoreMenu = ({ of: key, acts, onEdit, onDeleted }: { of: VaultKey; acts: VaultActs; onEdit: () => void; onDeleted: () => void }) => (
  <Menu
    trigger={
      <IconButton name="More">
        <Ellipsis aria-hidden />
      </IconButton>
    }
  >
    <MenuItem icon={<Pencil aria-hidden />} onSelect={onEdit} disabled={acts.closed !== null}>
      Edit…
    </MenuItem>
    <MenuItem
      icon={<Trash2 aria-hidden />}
      onSelect={() => void deleteKey(key).then((deleted) => deleted && onDeleted())}
      disabled={acts.closed !== null}
    >
      Delete
    </MenuItem>
  </Menu>
)

const commandsOf = (
  key: VaultKeyDetail,
  acts: VaultActs,
  reveal: Reveal,
  check: () => void,
  onDialog: (dialog: KeyDialog) => void,
): Command[] => {
  if (acts.closed !== null || key.state.kind === 'revoked' || key.state.kind === 'deleted') return []
  const group = 'On this page' as const
  return [
    {
      id: 'vault reveal',
      group,
      label: `Reveal “${key.label}”`,
      icon: Eye,
      needs: 'vault:reveal',
      run: () => reveal.reveal(key.versionNumber),
    },
    { id: 'vault copy', group, label: `Copy “${key.label}”`, icon: Copy, needs: 'vault:reveal', run: () => reveal.copy(key.versionNumber) },
    ...(canBeChecked(key)
      ? [
          {
            id: 'vault check this',
            group,
            label: `Check “${key.label}”`,
            words: 'valid provider',
            icon: ShieldCheck,
            needs: 'vault:write' as const,
            run: check,
          },
        ]
      : []),
    { id: 'vault rotate', group, label: `Rotate “${key.label}”`, icon: RefreshCw, needs: 'vault:write', run: () => onDialog('rotate') },
    { id: 'vault revoke', group, label: `Revoke “${key.label}”`, icon: Ban, needs: 'vault:write', run: () => onDialog('revoke') },
    { id: 'vault edit', group, label: `Edit “${key.label}”`, icon: Pencil, needs: 'vault:write', run: () => onDialog('edit') },
  ]
}

const KeyBody = ({ of: key, acts, onDialog }: { of: VaultKeyDetail; acts: VaultActs; onDialog: (dialog: KeyDialog) => void }) => {
  const reveal = useReveal(key.id, key.label)
  const checking = useCheckKey(key)
  useCommands(commandsOf(key, acts, reveal, checking.check, onDialog))
  const endOverlap = useMutation(
    orpc.vault.endOverlap.mutationOptions({
      onSuccess: (_done, { versionNumber }) =>
        toastDone({ title: `The overlap of “${key.label}” is over`, text: `Version ${versionNumber} is destroyed.` }),
      onError: (error) => toastProblem({ title: 'The overlap goes on', text: describeProblem(error).sentence }),
      onSettled: renewVault,
    }),
  )
  const usable = key.state.kind !== 'revoked' && key.state.kind !== 'deleted' && acts.closed === null
  return (
    <ScrollRegion label="The key" focusKey={key.id}>
      {key.state.kind === 'deleted' && <Deleted of={key} goneAtMs={key.state.goneAtMs} acts={acts} />}
      <RevealSection keyShown={key} reveal={reveal} acts={acts} />
      <KeyFacts of={key} />
      <CheckSection of={key} acts={acts} checking={checking} onAddress={() => onDialog('check-address')} />
      <UsesSection of={key} />
      <Versions
        of={key}
        onReveal={usable && acts.mayReveal ? reveal.reveal : null}
        onEndOverlap={
          usable && acts.mayWrite ? (versionNumber) => endOverlap.mutate({ id: key.id, version: key.version, versionNumber }) : null
        }
        ending={endOverlap.isPending ? endOverlap.variables.versionNumber : null}
      />
      {key.state.kind !== 'revoked' && key.state.kind !== 'deleted' && <Acts acts={acts} onDialog={onDialog} />}
    </ScrollRegion>
  )
}

const Acts = ({ acts, onDialog }: { acts: VaultActs; onDialog: (dialog: KeyDialog) => void }) => (
  <PanelSection>
    {acts.mayWrite ? (
      <div className="flex items-center justify-between">
        <Button onClick={() => onDialog('rotate')} disabled={acts.closed !== null}>
          <RefreshCw aria-hidden />
          Rotate…
        </Button>
        <Button look="quiet" onClick={() => onDialog('revoke')} disabled={acts.closed !== null}>
          Revoke…
        </Button>
      </div>
    ) : (
      <p className="text-small text-2">Your role may look at keys, not change them.</p>
    )}
  </PanelSection>
)

const Deleted = ({ of: key, goneAtMs, acts }: { of: VaultKeyDetail; goneAtMs: number; acts: VaultActs }) => {
  const nowMs = useNowMs()
  return (
    <PanelSection>
      <Notice severity="info">
        <p>This key is deleted. It can be restored for {daysLeft(goneAtMs, nowMs)}; then it is gone for good.</p>
        {acts.mayWrite && (
          <Button className="mt-2" onClick={() => void restoreKey(key)} disabled={acts.closed !== null}>
            <Undo2 aria-hidden />
            Restore
          </Button>
        )}
      </Notice>
    </PanelSection>
  )
}
