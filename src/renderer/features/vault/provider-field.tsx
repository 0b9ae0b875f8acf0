/** Whose key it is; recognised, or chosen where that went wrong. */
import { providers, type Provider } from '../../../shared/contract/vault.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { providerNames } from './provider-names.ts'

const options = providers.map((value) => ({ value, label: providerNames[value] }))

export const ProviderField = ({ value, onChange }: { value: Provider; onChange: (provider: Provider) => void }) => (
  <Field label="Provider" className="content-start">
    {({ id }) => <Select id={id} form value={value} options={options} onChange={onChange} />}
  </Field>
)
