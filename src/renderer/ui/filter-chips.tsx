/** The filters that are on, each as a chip that can be changed and taken off, and the menu that adds one. */
import { Plus, type LucideIcon } from 'lucide-react'
import { useState, type ReactNode, type Ref } from 'react'
import { Button } from './button.tsx'
import { Chip } from './chip.tsx'
import { KeyHint } from './key-hint.tsx'
import { Menu, MenuItem } from './menu.tsx'

interface FilterChipsProps<Field extends string> {
  /** In the order of the chips. */
  fields: readonly Field[]
  used: readonly Field[]
  names: Record<Field, string>
  /** What the menu offers, in its order. */
  addable: readonly { field: Field; icon: LucideIcon }[]
  /** What a chip says. */
  wordsOf: (field: Field) => ReactNode
  editorOf: (field: Field) => ReactNode
  onRemove: (field: Field) => void
  /** null where nothing is on. */
  onClear: (() => void) | null
  /** The button of the menu, for the key F. */
  menuRef: Ref<HTMLButtonElement>
}

export const FilterChips = <Field extends string>(props: FilterChipsProps<Field>) => {
  const { fields, used, names, addable, wordsOf, editorOf, onRemove, onClear, menuRef } = props
  const [editing, setEditing] = useState<Field | null>(null)
  const shown = fields.filter((field) => used.includes(field) || field === editing)
  return (
    <>
      {shown.map((field) => (
        <Chip
          key={field}
          field={names[field]}
          onRemove={() => {
            setEditing(null)
            onRemove(field)
          }}
          editor={editorOf(field)}
          open={editing === field}
          onOpenChange={(open) => setEditing(open ? field : null)}
        >
          {wordsOf(field)}
        </Chip>
      ))}
      <Menu
        align="start"
        trigger={
          <Button ref={menuRef} look="quiet">
            <Plus aria-hidden />
            Filter
            <KeyHint>F</KeyHint>
          </Button>
        }
      >
        {addable.map(({ field, icon: Icon }) => (
          <MenuItem key={field} icon={<Icon aria-hidden />} onSelect={() => setTimeout(() => setEditing(field))}>
            {names[field]}
          </MenuItem>
        ))}
      </Menu>
      {onClear && (
        <Button look="quiet" onClick={onClear}>
          Clear all
        </Button>
      )}
    </>
  )
}
