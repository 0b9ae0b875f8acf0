// `npm run document-settings`: writes docs/settings.md from the registry.
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { documentSettings } from '../src/main/features/settings/document-settings.ts'
import { root } from './run-steps.ts'

writeFileSync(resolve(root, 'docs/settings.md'), documentSettings())
