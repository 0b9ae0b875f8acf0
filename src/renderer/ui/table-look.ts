/** How small tables look. */
export const tableLook =
  'w-full table-fixed [&_td]:h-row [&_td]:border-b [&_td]:border-hairline-soft [&_td]:px-2 [&_th]:h-7 [&_th]:px-2 [&_th]:text-micro [&_th]:font-normal [&_th]:text-3'
export const edges = '[&_:is(td,th):first-child]:pl-4 [&_:is(td,th):last-child]:pr-4'
