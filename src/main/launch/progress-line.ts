// Shows how far something is: one line that is written over on a terminal, a line every tenth elsewhere.

export interface ProgressLine {
  show(percent: number): void
  end(): void
}

export const progressLine = (stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>, title: string): ProgressLine => {
  let shown = -1
  return {
    show: (percent) => {
      if (stream.isTTY) stream.write(`\r${title}: ${percent} %`)
      else if (shown < 0 || Math.floor(percent / 10) > Math.floor(shown / 10)) stream.write(`${title}: ${percent} %\n`)
      shown = percent
    },
    end: () => {
      if (stream.isTTY && shown >= 0) stream.write('\n')
    },
  }
}
