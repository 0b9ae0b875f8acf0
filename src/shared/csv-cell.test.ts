import { expect, test } from 'vitest'
import { csvCell } from './csv-cell.ts'

test.each(['=1+1', '+1', '-2', '@SUM(A1)', '\t=1', '＝1+1'])('the cell %j, which a spreadsheet would run, is made harmless', (text) => {
  expect(csvCell(text)).toBe(`'${text}`)
})

test.each([
  ['plain', 'plain'],
  ['a "quoted" word', '"a ""quoted"" word"'],
  ['one, two', '"one, two"'],
  ['first\nsecond', '"first\nsecond"'],
  ['\r=1', `"'\r=1"`],
  ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
  [null, ''],
])('%j is written %s', (text, cell) => {
  expect(csvCell(text)).toBe(cell)
})
