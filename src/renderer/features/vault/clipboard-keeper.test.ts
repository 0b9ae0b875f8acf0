import { expect, test } from 'vitest'
import { createClipboardKeeper, type ClipboardNews } from './clipboard-keeper.ts'

const bench = ({ readable }: { readable: boolean }) => {
  let held = ''
  let focused = true
  let due: (() => void) | null = null
  let onFocus: (() => void) | null = null
  const news: ClipboardNews['kind'][] = []
  const keeper = createClipboardKeeper(
    {
      write: async (text) => {
        if (!focused) throw new Error('Document is not focused.')
        held = text
      },
      read: async () => (readable ? held : null),
      digest: async (text) => `digest of ${text.length} ${text.slice(-4)}`,
      after: (_ms, run) => {
        due = run
        return () => (due = null)
      },
      whenFocused: (run) => {
        onFocus = run
        return () => (onFocus = null)
      },
    },
    ({ kind }) => news.push(kind),
  )
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  }
  return {
    keeper,
    news,
    holds: () => held,
    write: (text: string) => (held = text),
    blur: () => (focused = false),
    focus: async () => {
      focused = true
      onFocus?.()
      await settle()
    },
    pass: async () => {
      due?.()
      await settle()
    },
  }
}

test('a copied key is taken out again when its time is over', async () => {
  const { keeper, holds, pass, news } = bench({ readable: true })
  await keeper.copy('sk-one', 30_000)
  expect(holds()).toBe('sk-one')
  await pass()
  expect(holds()).toBe('')
  expect(news).toEqual(['cleared'])
})

test('what was copied since is left alone where it can be read', async () => {
  const { keeper, holds, write, pass, news } = bench({ readable: true })
  await keeper.copy('sk-one', 30_000)
  write('a shopping list')
  await pass()
  expect(holds()).toBe('a shopping list')
  expect(news).toEqual(['changed since'])
})

test('where it cannot be read it is overwritten, so that no key stays', async () => {
  const { keeper, holds, pass } = bench({ readable: false })
  await keeper.copy('sk-one', 30_000)
  await pass()
  expect(holds()).toBe('')
})

test('without the focus it says so and clears when the window has it again', async () => {
  const { keeper, holds, blur, focus, pass, news } = bench({ readable: false })
  await keeper.copy('sk-one', 30_000)
  blur()
  await pass()
  expect(holds()).toBe('sk-one')
  await focus()
  expect(holds()).toBe('')
  expect(news).toEqual(['waiting', 'cleared'])
})

test('clearing now clears once, and a second key has its own time', async () => {
  const { keeper, holds, pass, news } = bench({ readable: true })
  await keeper.copy('sk-one', 30_000)
  await keeper.copy('sk-two', 30_000)
  await keeper.clear()
  await pass()
  expect(holds()).toBe('')
  expect(news).toEqual(['cleared'])
})
