/** An invitation was opened in a window where somebody is signed in already. */
import { signOut } from '../../api/access.ts'
import { invitationCode } from '../../api/invitation-code.ts'
import { useAct } from '../../api/use-act.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { WayInLayout } from './way-in-layout.tsx'

export const OtherSessionPage = ({ userName }: { userName: string }) => {
  const act = useAct()
  return (
    <WayInLayout
      title={`This window is signed in as ${userName}`}
      text="An invitation is for somebody else. To accept it here, sign out first; or open its link in another browser."
    >
      {act.problem !== null && (
        <Notice severity="high" alert>
          {act.problem}
        </Notice>
      )}
      <Button look="primary" tall busy={act.busy} onClick={() => void act.run(signOut)}>
        Sign out and go on
      </Button>
      <Button tall onClick={() => invitationCode.set(null)}>
        Stay signed in
      </Button>
    </WayInLayout>
  )
}
