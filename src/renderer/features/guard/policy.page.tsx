/** The policy beside its routes, limits and consumers: what every route inherits, ports, upstreams, trusted proxies and bounds. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { History, Pencil, Plus } from 'lucide-react'
import type { Policy } from '../../../shared/policy.ts'
import { boundsSchema } from '../../../shared/policy.ts'
import { effectiveSettings } from '../../../shared/route-settings.ts'
import { useMay } from '../../api/access.ts'
import { Button } from '../../ui/button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { PageScroll, Section } from '../../ui/page.tsx'
import { boundKinds, boundNames, boundWords } from './bound-words.ts'
import { EffectivePolicy } from './effective-policy.tsx'
import { editOrTell } from './guard-acts.ts'
import { GuardBar } from './guard-bar.tsx'
import { useFollowGuard, useGuardState, usePolicy } from './guard-queries.ts'
import { ListenerList } from './listener-list.tsx'
import { MetricsSection } from './metrics.panel.tsx'
import { PolicyDialogs } from './policy-dialogs.tsx'
import type { PolicySearch } from './policy-search.ts'
import { PolicySection, ReadersOfGuard } from './policy-section.tsx'
import type { SettingName } from './setting-kinds.ts'
import { settingTitles } from './setting-words.ts'
import { withoutSetting } from './settings-draft.ts'
import { TelemetrySection } from './telemetry.panel.tsx'
import { UpstreamList } from './upstream-list.tsx'

export const PolicyPage = () => (
  <ReadersOfGuard name="parts of the policy">
    <WholePolicy />
  </ReadersOfGuard>
)

const WholePolicy = () => {
  useFollowGuard()
  const search = useSearch({ from: '/policy' })
  const navigate = useNavigate({ from: '/policy' })
  const mayWrite = useMay('guard:write')
  const policy = usePolicy().data
  const open = (next: PolicySearch) => void navigate({ search: next, resetScroll: false })
  const close = () => void navigate({ search: {}, replace: true, resetScroll: false })
  const change = (dialog: NonNullable<PolicySearch['dialog']>, name: string) =>
    mayWrite && (
      <Button onClick={() => open({ dialog })} aria-label={`Change ${name}`}>
        <Pencil aria-hidden />
        Change…
      </Button>
    )
  return (
    <>
      <GuardBar>
        {policy && policy.revision > 0 && (
          <Button look="quiet" onClick={() => open({ dialog: 'history' })}>
            <History aria-hidden />
            Changes
          </Button>
        )}
      </GuardBar>
      <PageScroll label="Policy">
        <PolicySection
          id="defaults"
          title="What every route inherits"
          text="A route that sets one of these itself keeps what it set; its panel says which."
          name="defaults"
          actions={() => change('defaults', 'what every route inherits')}
        >
          {(shown) => <Defaults policy={shown} mayWrite={mayWrite} />}
        </PolicySection>
        {policy && (
          <>
            <Section
              id="ports"
              title="Ports"
              text="Where callers come to. One that other machines reach wants a reason."
              actions={
                mayWrite &&
                policy.listeners.length < 8 && (
                  <Button onClick={() => open({ dialog: 'listener' })}>
                    <Plus aria-hidden />
                    Add port
                  </Button>
                )
              }
            >
              {policy.listeners.length === 0 ? (
                <p className="text-2">None yet: the first comes with the first service.</p>
              ) : (
                <Ports policy={policy} mayWrite={mayWrite} onChange={(id) => open({ dialog: 'listener', id })} />
              )}
            </Section>
            <Section id="upstreams" title="Upstreams" text="The services, each with its targets, health checks and connections.">
              {policy.upstreams.length === 0 ? (
                <p className="text-2">None yet: each service that is added brings its own.</p>
              ) : (
                <UpstreamList policy={policy} mayWrite={mayWrite} onChange={(id) => open({ dialog: 'targets', id })} />
              )}
            </Section>
            <Section
              id="proxies"
              title="Trusted proxies"
              text="Only from these is it believed who called them (X-Forwarded-For, Forwarded)."
              actions={change('proxies', 'the trusted proxies')}
            >
              <p className={policy.trustedProxies.length === 0 ? 'text-2' : 'font-mono text-code'}>
                {policy.trustedProxies.length === 0 ? 'None: each caller is who calls.' : policy.trustedProxies.join(', ')}
              </p>
            </Section>
            <Section
              id="bounds"
              title="Bounds"
              text="How much the guard takes at once, whoever calls. Beyond it, it refuses."
              actions={change('bounds', 'the bounds')}
            >
              <Bounds policy={policy} />
            </Section>
            <MetricsSection policy={policy} mayWrite={mayWrite} onChange={() => open({ dialog: 'metrics' })} />
            <TelemetrySection policy={policy} mayWrite={mayWrite} onChange={() => open({ dialog: 'telemetry' })} />
          </>
        )}
      </PageScroll>
      {policy && <PolicyDialogs policy={policy} search={search} mayWrite={mayWrite} onClose={close} />}
    </>
  )
}

const Defaults = ({ policy, mayWrite }: { policy: Policy; mayWrite: boolean }) => {
  const reset = (name: SettingName) =>
    editOrTell(
      policy.revision,
      [{ kind: 'set-defaults', settings: withoutSetting(policy.defaults, name) }],
      `“${settingTitles[name]}” is as it is built in`,
      'The defaults were not changed',
    )
  return <EffectivePolicy {...effectiveSettings(policy, { settings: {} })} here="defaults" onReset={mayWrite ? reset : undefined} />
}

const Ports = (props: { policy: Policy; mayWrite: boolean; onChange: (id: string) => void }) => (
  <ListenerList {...props} state={useGuardState().data} />
)

const builtIn = boundsSchema.parse({})
const Bounds = ({ policy: { bounds } }: { policy: Policy }) => (
  <Facts
    wide
    facts={boundNames.map((name) => ({
      name: boundKinds[name].title,
      value: (
        <>
          {boundWords(name, bounds[name])}
          {bounds[name] !== builtIn[name] && <span className="text-small text-3">built in: {boundWords(name, builtIn[name])}</span>}
        </>
      ),
    }))}
  />
)
