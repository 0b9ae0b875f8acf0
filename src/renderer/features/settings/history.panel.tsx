/** What was done to the settings, newest first, with the way back from any of it. */
import type { Setting } from '../../../shared/contract/settings.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/page.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { ActTable } from './act-rows.tsx'
import { useSettingHistory } from './use-setting-history.ts'

export const HistoryPanel = ({ settings, onReview }: { settings: readonly Setting[]; onReview: (id: string) => void }) => {
  const { acts, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useSettingHistory(null)
  if (!acts)
    return (
      <Section id="history" title="History">
        {error && <ErrorState title="The history could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />}
      </Section>
    )
  return (
    <Section
      id="history"
      title="History"
      text={
        acts.length === 0
          ? 'No setting was changed here yet. Changes will stand here, with the way to undo them.'
          : 'Changes made here, newest first. Undo… of an older one shows first what it would set now.'
      }
    >
      {acts.length > 0 && <ActTable acts={acts} settings={settings} onReview={onReview} />}
      {hasNextPage && (
        <Button className="mt-3" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show earlier changes
        </Button>
      )}
    </Section>
  )
}
