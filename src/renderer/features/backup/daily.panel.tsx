/** The daily backup: when the next one comes, why there is none, and the way to turn it off. */
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { BackupState } from '../../../shared/contract/backup.ts'
import type { Setting } from '../../../shared/contract/settings.ts'
import { useMay } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useNowMs } from '../../ui/now.ts'
import { Section } from '../../ui/page.tsx'
import { RelativeTime, Timestamp } from '../../ui/timestamp.tsx'
import { useSettingChange } from '../settings/use-setting-change.ts'

const Next = ({ daily: { enabled, nextAtMs }, hasRecoveryKey }: Pick<BackupState, 'daily' | 'hasRecoveryKey'>) => {
  const nowMs = useNowMs()
  if (!enabled) return 'It is off: nothing is kept but what you back up yourself.'
  return (
    <>
      {nextAtMs !== null && nextAtMs <= nowMs && 'One is due, and made in a moment. '}
      {nextAtMs !== null && nextAtMs > nowMs && (
        <>
          The next one comes <RelativeTime atMs={nextAtMs} />, <Timestamp atMs={nextAtMs} look="list" />.{' '}
        </>
      )}
      {hasRecoveryKey ? (
        'It opens with the vault of this console and with the recovery key.'
      ) : (
        <>
          It opens with the vault of this console alone, and where this machine is lost, with nothing:{' '}
          <Link to="/settings" hash="master-key" className="text-accent-text hover:underline">
            create a recovery key
          </Link>
          .
        </>
      )}
    </>
  )
}

/** In place, with its undo; the hour and how many are kept stand in the settings. */
const Switch = ({ setting }: { setting: Setting }) => {
  const mayWrite = useMay(setting.permission)
  const change = useSettingChange(setting)
  if (!mayWrite) return null
  const on = setting.value === true
  return (
    <>
      {change.refusal !== null && (
        <span role="alert" className="self-center text-small text-critical">
          {change.refusal}
        </span>
      )}
      <Button busy={change.busy} onClick={() => change.save({ value: !on, version: setting.version })}>
        {on ? 'Turn off' : 'Turn on'}
      </Button>
    </>
  )
}

export const DailyPanel = ({ daily, hasRecoveryKey }: Pick<BackupState, 'daily' | 'hasRecoveryKey'>) => {
  const setting = useQuery(orpc.settings.list.queryOptions()).data?.find(({ key }) => key === 'backup.daily')
  const navigate = useNavigate()
  return (
    <Section
      id="daily"
      title="Daily backup"
      text={<Next daily={daily} hasRecoveryKey={hasRecoveryKey} />}
      actions={
        <>
          <Button look="quiet" onClick={() => void navigate({ to: '/settings', search: { text: 'backup' } })}>
            More settings
          </Button>
          {setting && <Switch key={setting.version} setting={setting} />}
        </>
      }
    >
      {daily.problem !== null && (
        <Notice severity="medium">
          <p>
            <strong className="font-strong">There is none for now.</strong> {daily.problem}
          </p>
        </Notice>
      )}
    </Section>
  )
}
