/** The settings that decide how long one stays in and what a password must be: as they are now, each with the way to it. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { settingValueWords } from '../../../shared/setting-value-words.ts'
import { useMay } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { Facts } from '../../ui/facts.tsx'
import { Section } from '../../ui/page.tsx'

export const AccessRulesSection = () => {
  const mayRead = useMay('settings:read')
  const { data } = useQuery(orpc.settings.list.queryOptions({ enabled: mayRead }))
  const rules = data?.filter(({ key }) => key.startsWith('access.')) ?? []
  if (rules.length === 0) return null
  return (
    <Section id="access-rules" title="Rules for everybody" text="What holds for each sign-in, session and invitation, whatever the role.">
      <Facts
        wide
        facts={rules.map(({ key, title, kind, value }) => ({
          name: title,
          value: (
            <Link to="/settings" search={{ setting: key }} className="text-accent-text hover:underline">
              {settingValueWords(kind, value)}
            </Link>
          ),
        }))}
      />
    </Section>
  )
}
