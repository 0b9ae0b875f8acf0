/** Above the list: requests that came in and are not shown, because somebody reads further down, or because they came too fast. */
import { Button } from '../../ui/button.tsx'
import { formatCount, formatCounted } from '../../ui/format.ts'
import type { Requests } from './use-requests.ts'

export const MoreRequests = ({ list, filtered }: { list: Requests; filtered: boolean }) => {
  const { waiting, missed } = list
  if (waiting === 0 && missed === 0) return null
  return (
    <p className="flex h-9 flex-none items-center justify-center gap-3 border-b border-hairline">
      {waiting > 0 && (
        <Button look="text" onClick={list.showWaiting}>
          Show {formatCounted(waiting, 'newer request', 'newer requests')}
        </Button>
      )}
      {missed > 0 && (
        <>
          <span className="text-2">
            {filtered ? `Up to ${formatCount(missed)}` : formatCount(missed)} more not shown: they came too fast.
          </span>
          <Button look="text" onClick={() => void list.readAgain()}>
            Read them
          </Button>
        </>
      )}
    </p>
  )
}
