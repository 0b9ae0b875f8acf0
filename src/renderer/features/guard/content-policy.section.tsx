/** What pages of a route may load: reported first, then made to fit by what browsers report, then enforced. */
import { useState } from 'react'
import type { KeptReport } from '../../../shared/contract/browsers.ts'
import { allowing, allows, directiveToChange, isRisky, policyText, sourceOf } from '../../../shared/content-policy.ts'
import type { RouteSettings, SomeSettings } from '../../../shared/route-settings.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { formatCounted } from '../../ui/format.ts'
import { SeverityShape } from '../../ui/severity.tsx'
import { PanelSection } from '../../ui/side-panel.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { Well } from '../../ui/well.tsx'

interface ContentPolicyProps {
  reports: readonly KeptReport[]
  settings: RouteSettings
  /** Absent: one may not. */
  onSet?: ((settings: SomeSettings, done: string) => void) | undefined
  onForget?: (() => void) | undefined
}

const shownFirst = 6

const kinds: Record<string, string> = {
  'script-src': 'scripts',
  'style-src': 'styles',
  'img-src': 'pictures',
  'font-src': 'fonts',
  'connect-src': 'data',
  'media-src': 'sound and film',
  'frame-src': 'frames',
  'worker-src': 'workers',
  'form-action': 'forms that are sent',
  'frame-ancestors': 'pages that show it inside',
  'object-src': 'embedded objects',
  'base-uri': 'base addresses',
  'manifest-src': 'manifests',
}
const places: Record<string, string> = {
  inline: 'inside of the page',
  eval: 'made from text (eval)',
  'wasm-eval': 'made from WebAssembly',
  data: 'data: addresses',
  blob: 'blob: addresses',
  self: 'its own origin',
}

interface ReportProps {
  report: KeptReport
  settings: RouteSettings
  onSet: ContentPolicyProps['onSet']
}

const Report = ({ report: { directive, blocked, count, lastAtMs }, settings, onSet }: ReportProps) => {
  const next = allowing(settings.cspDirectives, directive, blocked)
  const risky = isRisky(directive, blocked)
  const name = directiveToChange(settings.cspDirectives, directive) ?? directive
  const place = places[blocked] ?? blocked
  return (
    <li className="flex items-start gap-2 text-small">
      <SeverityShape severity={risky ? 'high' : 'low'} className="mt-0.5 flex-none" />
      <span className="min-w-0 flex-1">
        <span className="[overflow-wrap:anywhere]">
          {(kinds[name] ?? name).replace(/^./, (letter) => letter.toUpperCase())}:{' '}
          <span className={blocked in places ? '' : 'font-mono text-code'}>{place}</span>
        </span>
        <span className="block text-2">
          {formatCounted(count, 'report', 'reports')}, last <RelativeTime atMs={lastAtMs} />
          {risky && '. Allowing it takes most of the policy’s worth away: rather change the page.'}
        </span>
      </span>
      {onSet && next && (
        <Button
          look={risky ? 'text' : 'plain'}
          aria-label={`Allow ${place} in ${name}`}
          onClick={() => onSet({ cspDirectives: next }, `${name} allows ${sourceOf(blocked)}`)}
        >
          {risky ? 'Allow all the same' : 'Allow'}
        </Button>
      )}
    </li>
  )
}

const states: Record<RouteSettings['csp'], string> = {
  off: 'The guard sends no content policy. It tells browsers from where a page may load scripts and all else, so that what is smuggled in does not run.',
  'report-only': 'Browsers report what the policy would stop, and stop nothing. When no more comes that the pages need, enforce it.',
  enforce: 'Browsers stop what the policy does not allow.',
}

export const ContentPolicySection = ({ reports, settings, onSet, onForget }: ContentPolicyProps) => {
  const [all, setAll] = useState(false)
  const { csp, cspDirectives, cspReports } = settings
  const open = reports.filter(({ directive, blocked }) => !allows(cspDirectives, directive, blocked))
  const text = policyText(cspDirectives)
  return (
    <PanelSection title="Content policy">
      <p className="text-small text-2">{states[csp]}</p>
      {csp !== 'off' && (
        <div className="mt-2">
          <Well after={<CopyButton text={text} name="policy" />}>{text.replaceAll('; ', ';\n')}</Well>
        </div>
      )}
      {onSet && (
        <p className="mt-3 flex flex-wrap gap-2">
          {csp === 'off' && (
            <Button onClick={() => onSet({ csp: 'report-only' }, 'The content policy is reported')}>Begin by reporting</Button>
          )}
          {csp === 'report-only' && (
            <Button
              look={open.length > 0 ? 'plain' : 'primary'}
              onClick={() => onSet({ csp: 'enforce' }, 'The content policy is enforced')}
            >
              Enforce
            </Button>
          )}
          {csp === 'enforce' && (
            <Button onClick={() => onSet({ csp: 'report-only' }, 'The content policy is only reported')}>Only report</Button>
          )}
        </p>
      )}
      {csp !== 'off' && open.length > 0 && (
        <>
          <h4 className="mt-4 mb-1 text-small font-strong">{csp === 'enforce' ? 'It stopped' : 'It would stop'}</h4>
          <p className="mb-2 text-small text-2">Browsers said so, and anybody can say it: allow only what you know your pages load.</p>
          <ul className="grid gap-2" aria-label="What browsers report">
            {(all ? open : open.slice(0, shownFirst)).map((report) => (
              <Report key={`${report.directive} ${report.blocked}`} report={report} settings={settings} onSet={onSet} />
            ))}
          </ul>
          <p className="mt-2 flex flex-wrap gap-4">
            {open.length > shownFirst && !all && (
              <Button look="text" onClick={() => setAll(true)}>
                Show {open.length - shownFirst} more
              </Button>
            )}
            {onForget && (
              <Button look="text" onClick={onForget}>
                Forget these reports
              </Button>
            )}
          </p>
        </>
      )}
      {csp !== 'off' && open.length === 0 && (
        <p className="mt-3 text-small text-2">
          {cspReports ? 'No browser reported anything that it does not allow.' : 'Browsers are not asked to report.'}
        </p>
      )}
    </PanelSection>
  )
}
