/** What the roles may do, and the rules for all of them: open to every session, so that nobody has to guess what they lack. */
import { roleSentences } from '../../../shared/permission-words.ts'
import { roles } from '../../../shared/permissions.ts'
import { useMay, useSession } from '../../api/access.ts'
import { Facts } from '../../ui/facts.tsx'
import { Bar, PageScroll, Section } from '../../ui/page.tsx'
import { AccessRulesSection } from './access-rules.section.tsx'
import { RoleMatrix } from './role-matrix.tsx'
import { UsersTabs } from './users-tabs.tsx'

export const RolesPage = () => {
  const { role } = useSession().user
  const mayManage = useMay('users:manage')
  return (
    <>
      {mayManage && (
        <Bar>
          <UsersTabs />
        </Bar>
      )}
      <PageScroll label="Roles">
        <Section id="roles" title="Roles" text="What a role does not list is refused, on the pages and to programs alike.">
          <Facts wide facts={roles.map((name) => ({ name, value: roleSentences[name] }))} />
        </Section>
        <AccessRulesSection />
        <Section id="permissions" title="Permissions" text="The table that the console decides by.">
          <RoleMatrix you={role} />
        </Section>
      </PageScroll>
    </>
  )
}
