// The walls of the page.
import { shared, testPackages } from './room.ts'
import type { Room } from './room.ts'

const renderer = {
  ui: ['src/renderer/ui/**'],
  api: ['src/renderer/api/**'],
  frame: ['src/renderer/frame/**'],
  /** What the frame lends to pages: their commands and keys, what is kept in the address, forms and questions over a page, a browser's notifications. */
  lentByFrame: ['commands.ts', 'shortcuts.ts', 'address-search.ts', 'form.dialog.tsx', 'ask.dialog.tsx', 'desktop-messages.tsx'].map(
    (file) => `src/renderer/frame/${file}`,
  ),
  packages: ['react', 'lucide-react', '@tanstack/react-query', '@tanstack/react-router', '@tanstack/react-virtual', 'cmdk', 'zod'],
}

export const rendererRooms: Room[] = [
  {
    name: 'tests of the page',
    files: ['src/renderer/**/*.test.ts', 'src/renderer/**/*.test.tsx'],
    imports: ['src/renderer/**', ...shared],
    packages: [...testPackages, ...renderer.packages, 'react-dom', '@orpc/client'],
  },
  {
    name: 'time-series chart',
    files: ['src/renderer/ui/time-series-chart.tsx'],
    imports: [...renderer.ui, ...shared],
    packages: ['react', 'recharts'],
  },
  { name: 'ui', files: renderer.ui, imports: [...renderer.ui, ...shared], packages: [...renderer.packages, '@base-ui/react'] },
  {
    name: 'api of the page',
    files: renderer.api,
    imports: [...renderer.api, 'src/renderer/ui/format.ts', ...shared],
    types: renderer.ui,
    packages: ['react', 'zod', '@tanstack/react-query', '@orpc/client', '@orpc/contract', '@orpc/tanstack-query'],
  },
  {
    name: 'feature of the page',
    files: ['src/renderer/features/{feature}/**'],
    imports: [
      'src/renderer/features/**',
      '!src/renderer/features/*/*.page.tsx',
      'src/renderer/features/{feature}/**',
      ...renderer.lentByFrame,
      ...renderer.ui,
      ...renderer.api,
      ...shared,
    ],
    packages: renderer.packages,
  },
  {
    name: 'frame of the page',
    files: renderer.frame,
    imports: [...renderer.frame, ...renderer.ui, ...renderer.api, ...shared],
    packages: [...renderer.packages, '@base-ui/react'],
  },
  {
    name: 'root of the page',
    files: ['src/renderer/*'],
    imports: ['src/renderer/**', ...shared],
    packages: [...renderer.packages, 'react-dom', '@base-ui/react'],
  },
]
