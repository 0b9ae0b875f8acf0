/** Vault and master key: where it lies, where else it could, and the acts that change it. The hash names the open dialog. */
import { useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, type ReactNode } from 'react'
import { keyPlaces, type KeyPlace, type MasterKey } from '../../../shared/contract/master-key.ts'
import { useMay, useSession } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/page.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { placeNames } from './master-key-words.ts'
import { MoveMasterKeyDialog } from './move-master-key.dialog.tsx'
import { RecoveryKeyDialog } from './recovery-key.dialog.tsx'
import { RotateDataKeyDialog } from './rotate-data-key.dialog.tsx'

const movePrefix = 'move-to-'

export const MasterKeyPanel = () => {
  const { data, error, refetch } = useQuery(orpc.masterKey.get.queryOptions())
  const { hash } = useLocation()
  const navigate = useNavigate({ from: '/settings' })
  const mayWrite = useMay('settings:write')
  const { role } = useSession().user
  const open = (dialog: string) => void navigate({ search: (known) => known, hash: dialog, resetScroll: false })
  const close = () => void navigate({ search: (known) => known, hash: '', replace: true, resetScroll: false })
  const loaded = data !== undefined
  useEffect(() => {
    if (loaded && hash === 'master-key') document.getElementById(hash)?.scrollIntoView()
  }, [hash, loaded])
  const text = mayWrite
    ? 'Everything in the vault is sealed under a data key, and that under the master key. Each change here asks for a fresh code and is entered into the log.'
    : `You may read this, not change it: your role is ${role}, and changing takes an administrator.`
  return (
    <Section id="master-key" title="Vault and master key" text={text}>
      {!data && error && (
        <ErrorState title="The place of the master key could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
      )}
      {!data && !error && (
        <Loading label="Loading the place of the master key">
          <Skeleton className="mb-4 w-3/4" />
          <Skeleton className="w-2/3" />
        </Loading>
      )}
      {data && <Parts masterKey={data} mayWrite={mayWrite} onOpen={open} />}
      {data && mayWrite && (
        <>
          {keyPlaces.map((place) => (
            <MoveMasterKeyDialog key={place} open={hash === movePrefix + place} from={data.place} to={place} onClose={close} />
          ))}
          <RotateDataKeyDialog open={hash === 'rotate-data-key'} onClose={close} />
          <RecoveryKeyDialog open={hash === 'recovery-key'} replaces={data.recoveryKeyCreatedAtMs !== null} onClose={close} />
        </>
      )}
    </Section>
  )
}

interface PartsProps {
  masterKey: MasterKey
  mayWrite: boolean
  onOpen: (dialog: string) => void
}

const Part = ({ title, children, action }: { title: ReactNode; children: ReactNode; action?: ReactNode }) => (
  <li className="flex items-start gap-6 border-b border-hairline-soft py-3 last:border-0">
    <div className="min-w-0 flex-1">
      <h3 className="flex items-center gap-2">{title}</h3>
      <div className="max-w-[72ch] text-small text-2">{children}</div>
    </div>
    {action}
  </li>
)

const Parts = ({ masterKey, mayWrite, onOpen }: PartsProps) => {
  const { recoveryKeyCreatedAtMs } = masterKey
  return (
    <>
      {recoveryKeyCreatedAtMs === null && (
        <Notice severity="medium">
          <p>
            <strong className="font-strong">There is no recovery key.</strong> If the master key is ever lost, so is everything in the
            vault. Print one and keep it where this machine is not.
          </p>
        </Notice>
      )}
      <ul>
        <Part title="The master key now">
          {masterKey.sentence} Made <RelativeTime atMs={masterKey.createdAtMs} />.
        </Part>
        {masterKey.places.map((choice) => (
          <Place key={choice.place} {...choice} current={masterKey.place} mayWrite={mayWrite} onOpen={onOpen} />
        ))}
        <Part title="Data key" action={mayWrite && <Button onClick={() => onOpen('rotate-data-key')}>Rotate data key…</Button>}>
          Made <RelativeTime atMs={masterKey.dataKeyCreatedAtMs} />. Rotating it seals everything anew; do so where somebody may have seen
          the master key together with a copy of the database.
        </Part>
        <Part
          title="Recovery key"
          action={
            mayWrite && (
              <Button onClick={() => onOpen('recovery-key')}>
                {recoveryKeyCreatedAtMs === null ? 'Create recovery key…' : 'Replace recovery key…'}
              </Button>
            )
          }
        >
          {recoveryKeyCreatedAtMs === null ? (
            'None. A recovery key is printed once and opens the vault when its master key is lost.'
          ) : (
            <>
              Created <RelativeTime atMs={recoveryKeyCreatedAtMs} />. It opens the vault when its master key is lost, and stays good after
              every move. A new one makes it void.
            </>
          )}
        </Part>
      </ul>
    </>
  )
}

interface PlaceProps {
  place: KeyPlace
  possible: boolean
  sentence: string
  current: KeyPlace
  mayWrite: boolean
  onOpen: (dialog: string) => void
}

const Place = ({ place, possible, sentence, current, mayWrite, onOpen }: PlaceProps) => (
  <Part
    title={
      <>
        {placeNames[place]}
        {place === current && <Badge live>It lies here</Badge>}
      </>
    }
    action={
      mayWrite &&
      possible && (
        <Button
          onClick={() => onOpen(movePrefix + place)}
          aria-label={place === current ? 'Rotate the master key' : `Move the master key: ${placeNames[place]}`}
        >
          {place === current ? 'Rotate…' : 'Move here…'}
        </Button>
      )
    }
  >
    {sentence}
  </Part>
)
