/** How lists that float look: menus, selects, popovers and the palette share this. */
export const popupPanel =
  'rounded-3 bg-surface-2 p-1 shadow-float outline-none transition-[opacity,translate] duration-normal ease-calm ' +
  'data-starting-style:-translate-y-1 data-starting-style:opacity-0 data-ending-style:opacity-0'
export const popupItem =
  'flex h-7 items-center gap-2 rounded-2 px-2 outline-none select-none data-highlighted:bg-hover data-highlighted:text-1 data-disabled:text-3'
export const popupLabel = 'px-2 pt-2 pb-1 text-micro text-3'
