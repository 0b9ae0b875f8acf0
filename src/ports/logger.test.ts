import { expect, test } from 'vitest'
import { createLogger } from './logger.ts'

test('what goes by the name of a secret is masked, also within an error', () => {
  const lines: string[] = []
  const logger = createLogger('debug', { write: (line) => void lines.push(line) })
  const error = Object.assign(new Error('It failed'), { data: { text: 'sesame-1' } })
  logger.error({ err: error, text: 'sesame-2', input: { password: 'sesame-3' } }, 'a procedure failed')
  expect(lines.join('')).toContain('It failed')
  expect(lines.join('')).not.toContain('sesame')
})
