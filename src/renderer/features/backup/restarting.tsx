/** Fills the window while the console replaces its data and starts anew; ends by itself once it is back. */
import { useEffect } from 'react'
import { Button } from '../../ui/button.tsx'
import { formatDay, formatClockMinutes, formatDuration } from '../../ui/format.ts'
import { GateMark } from '../../ui/gate-mark.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useNowMs } from '../../ui/now.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { toastProblem } from '../../ui/toast.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { Well } from '../../ui/well.tsx'
import { judgeRestart, looksRestored } from './judge-restart.ts'
import { endRestartWait, lookAtConsole, type RestartWait } from './restart-wait.ts'

const lookEveryMs = 200
/** A large log is verified before the swap; after this time one may want to look at the machine. */
const longMs = 60_000

const restoredNotice = (backupAtMs: number) =>
  `The backup of ${formatDay(backupAtMs)}, ${formatClockMinutes(backupAtMs)} was restored. Sign in with the name, password and authenticator of then.`
const givenUpTitle = 'The restore was given up'
const givenUpNotice = 'The console could not take the backup and went on with what it had. Nothing is lost.'

const useWatch = ({ backupAtMs, firstRun }: RestartWait) => {
  useEffect(() => {
    let stopped = false
    let timer: ReturnType<typeof setTimeout>
    let wasSilent = false
    let settledSinceMs: number | null = null
    const look = async () => {
      const seen = await lookAtConsole()
      if (stopped) return
      wasSilent ||= seen.kind === 'silent'
      if (looksRestored(seen, firstRun)) settledSinceMs ??= performance.now()
      const settledMs = settledSinceMs === null ? 0 : performance.now() - settledSinceMs
      const judged = judgeRestart(seen, { wasSilent, settledMs, firstRun })
      if (judged === 'wait') {
        timer = setTimeout(() => void look(), lookEveryMs)
        return
      }
      await endRestartWait(judged, seen, judged === 'restored' ? restoredNotice(backupAtMs) : `${givenUpTitle}. ${givenUpNotice}`)
      if (judged === 'given-up' && !firstRun) toastProblem({ title: givenUpTitle, text: givenUpNotice })
    }
    void look()
    return () => {
      stopped = true
      clearTimeout(timer)
    }
  }, [backupAtMs, firstRun])
}

export const Restarting = ({ wait }: { wait: RestartWait }) => {
  const passedMs = useNowMs() - wait.sinceMs
  useTitle('Restoring')
  useWatch(wait)
  return (
    <div className="h-full overflow-auto bg-surface-1">
      <main className="mx-auto grid w-[440px] max-w-[calc(100vw-32px)] content-start pt-[16vh] pb-8">
        <p className="mb-8 flex items-center gap-2 font-strong">
          <GateMark />
          Gatehouse
        </p>
        <h1 className="text-verdict">The backup takes its place</h1>
        <p className="text-2">
          The console writes what was restored beside what it has, checks it, and starts anew with it. If it is interrupted at any moment,
          it comes back with the old or with the new, never with a mix.
        </p>
        <div className="mt-6 grid gap-2">
          <ProgressBar label="The console starts anew" done={0} total={null} />
          <p role="status" className="text-small text-2">
            Waiting for the console{passedMs >= 1_000 && <span aria-hidden>, {formatDuration(passedMs)}</span>}
          </p>
        </div>
        {passedMs > longMs && (
          <div className="mt-6">
            <Notice severity="medium">
              <p>
                This takes longer than usual. A large log takes minutes; it goes on by itself. If the console was stopped on its machine,
                start it again there:
              </p>
              <div className="mt-2 grid gap-2">
                <Well>npm start</Well>
                <Button className="justify-self-start" onClick={() => location.reload()}>
                  Load this window anew
                </Button>
              </div>
            </Notice>
          </div>
        )}
      </main>
    </div>
  )
}
