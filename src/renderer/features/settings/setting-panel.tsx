/** One setting beside the list: all that gives it a value, its bounds and names, and its own history. */
import type { ReactNode } from 'react'
import type { Setting } from '../../../shared/contract/settings.ts'
import { settingValueWords } from '../../../shared/setting-value-words.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { PanelSection, ScrollRegion, SidePanel } from '../../ui/side-panel.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { FromTo, UndoButton } from './act-rows.tsx'
import { actWords, allowedWords, originWords } from './setting-words.ts'
import { useSettingHistory } from './use-setting-history.ts'

interface SettingPanelProps {
  /** undefined: the address names none that there is. */
  setting: Setting | undefined
  onReview: (id: string) => void
  onClose: () => void
}

export const SettingPanel = ({ setting, onReview, onClose }: SettingPanelProps) => {
  useShortcuts([{ keys: 'Escape', label: 'Close the setting', group: 'Settings', run: onClose }])
  const title = setting?.title ?? 'Setting'
  return (
    <SidePanel label={title} title={title} onClose={onClose}>
      {setting ? (
        <ScrollRegion label="The setting" focusKey={setting.key}>
          <Layers setting={setting} />
          <About setting={setting} />
          <OwnHistory setting={setting} onReview={onReview} />
        </ScrollRegion>
      ) : (
        <ErrorState
          title="There is no such setting"
          problem={{ title: '', sentence: 'The address may be of another version of Gatehouse.', requestId: null }}
        />
      )}
    </SidePanel>
  )
}

/** Highest first, as they stand above one another. */
const Layers = ({ setting: { kind, layers } }: { setting: Setting }) => (
  <PanelSection title="Where its value comes from">
    <table className="w-full">
      <thead className="sr-only">
        <tr>
          <th>From</th>
          <th>Value</th>
          <th>State</th>
        </tr>
      </thead>
      <tbody>
        {layers.map(({ origin, value }, index) => (
          <tr key={origin} className="border-b border-hairline-soft last:border-0">
            <td className="h-row text-2">{originWords[origin]}</td>
            <td className={index === 0 ? 'h-row font-strong' : 'h-row text-2'}>{settingValueWords(kind, value)}</td>
            <td className="h-row text-right">{index === 0 && <Badge live>In force</Badge>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </PanelSection>
)

const Copied = ({ text, name }: { text: string; name: string }): ReactNode => (
  <span className="-my-1 flex min-w-0 items-center gap-1">
    <span className="font-mono text-code [overflow-wrap:anywhere]">{text}</span>
    <CopyButton text={text} name={name} />
  </span>
)

const About = ({ setting }: { setting: Setting }) => (
  <PanelSection title="What it is">
    <p className="mb-3 text-2">{setting.description}</p>
    <Facts
      facts={[
        { name: 'Allowed', value: allowedWords(setting.kind) },
        { name: 'Applies', value: setting.applies === 'live' ? 'At once' : 'After a restart' },
        { name: 'Who may', value: <span className="font-mono text-code">{setting.permission}</span> },
        { name: 'In a file', value: <Copied text={setting.key} name="Copy the key" /> },
        { name: 'Variable', value: <Copied text={setting.variable} name="Copy the variable" /> },
        ...(setting.dropsWhenLower
          ? [{ name: 'Mind', value: 'A smaller value deletes for good what no longer has room. An undo does not bring it back.' }]
          : []),
      ]}
    />
  </PanelSection>
)

const OwnHistory = ({ setting, onReview }: { setting: Setting; onReview: (id: string) => void }) => {
  const { acts, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useSettingHistory(setting.key)
  return (
    <PanelSection title="Its changes">
      {!acts && error && (
        <ErrorState title="Its changes could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
      )}
      {acts?.length === 0 && <p className="text-2">It was never changed here.</p>}
      <ul aria-label="Changes of this setting, newest first">
        {acts?.map((act) => {
          const change = act.changes.find(({ key }) => key === setting.key)
          if (!change) return null
          const together = act.changes.length > 1 || act.kind === 'profile' || act.kind === 'file'
          return (
            <li key={act.id} className="flex items-center gap-2 border-b border-hairline-soft py-2 last:border-0">
              <div className="min-w-0 flex-1">
                <FromTo change={change} setting={setting} />
                <p className="text-small text-2">
                  {act.actorName}, <RelativeTime atMs={act.atMs} />
                  {together && `, ${actWords(act)}`}
                  {act.kind === 'undo' && !together && ', an undo'}
                </p>
              </div>
              <UndoButton act={act} id={change.id} of={setting.title} settings={[setting]} onReview={onReview} />
            </li>
          )
        })}
      </ul>
      {hasNextPage && (
        <Button className="mt-2" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show earlier changes
        </Button>
      )}
    </PanelSection>
  )
}
