/** What stands in the way of an act, in its dialog: another window was faster, or it failed. */
import { Notice } from '../../ui/notice.tsx'

interface ActNoticesProps {
  conflict: string | null
  problem: string | null
  /** What stays though the key was read anew. */
  kept?: string
}

export const ActNotices = ({
  conflict,
  problem,
  kept = 'Look at it and press the button again if you still want this.',
}: ActNoticesProps) => (
  <>
    {conflict && (
      <Notice severity="medium" alert>
        <p>
          <strong className="font-strong">The key was changed in another window meanwhile.</strong> {conflict} {kept}
        </p>
      </Notice>
    )}
    {problem && (
      <Notice severity="high" alert>
        <p>{problem}</p>
      </Notice>
    )}
  </>
)
