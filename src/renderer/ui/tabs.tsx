/** Tabs show another face of the same thing. */
import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'

interface TabsProps {
  label: string
  value: string
  onChange: (value: string) => void
  tabs: readonly { value: string; label: ReactNode; content: ReactNode }[]
}

export const Tabs = ({ label, value, onChange, tabs }: TabsProps) => (
  <Base.Root value={value} onValueChange={(next) => onChange(String(next))} className="flex min-h-0 flex-1 flex-col">
    <Base.List aria-label={label} className="flex flex-none gap-4 border-b border-hairline px-4">
      {tabs.map((tab) => (
        <Base.Tab
          key={tab.value}
          value={tab.value}
          className="-mb-px h-9 border-b-2 border-transparent whitespace-nowrap text-2 hover:text-1 data-active:border-accent data-active:font-strong data-active:text-1"
        >
          {tab.label}
        </Base.Tab>
      ))}
    </Base.List>
    {tabs.map((tab) => (
      <Base.Panel key={tab.value} value={tab.value} className="min-h-0 flex-1 overflow-auto">
        {tab.content}
      </Base.Panel>
    ))}
  </Base.Root>
)
