/** An own wording of the message: its placeholders, and how it would read. */
import { Checkbox } from '../../ui/checkbox.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { Well } from '../../ui/well.tsx'
import { exampleOf, placeholders } from './contact-point-words.ts'
import type { ContactPointForm } from './use-contact-point-form.ts'

export const TemplateField = ({ form: { draft, change, problemOf } }: { form: ContactPointForm }) => {
  const { text, unknown } = exampleOf(draft.template)
  return (
    <div className="grid gap-2">
      <Checkbox checked={draft.hasTemplate} onChange={(hasTemplate) => change({ hasTemplate })}>
        Word the message myself
      </Checkbox>
      {draft.hasTemplate && (
        <div className="grid gap-3 border-l border-hairline-strong pl-3">
          <TextArea
            label="Message"
            rows={4}
            mono
            maxLength={4000}
            spellCheck={false}
            value={draft.template}
            error={problemOf('template')}
            help={unknown.length > 0 ? `Not a placeholder, so it stays as it is: ${unknown.join(', ')}` : undefined}
            onChange={(event) => change({ template: event.target.value })}
          />
          <dl className="grid grid-cols-[auto_minmax(0,1fr)_auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-small">
            {placeholders.map(({ name, means }) => (
              <div key={name} className="contents">
                <dt className="font-mono text-code">{`{{${name}}}`}</dt>
                <dd className="leading-5 text-2">{means}</dd>
              </div>
            ))}
          </dl>
          <div className="grid gap-1">
            <span className="text-small font-strong">How it would read</span>
            <Well>{text}</Well>
          </div>
        </div>
      )}
    </div>
  )
}
