/** One line on standard error that tells how far a long work is; nothing where that is no terminal. */

const width = 30;
/** What is over sooner needs no bar. */
const patienceMs = 400;

export interface ProgressLine {
  /**
   * @param share of 1
   * @param detail what stands behind the percentage, e.g. `4,000 of 9,000 leads`
   */
  show: (share: number, detail?: string) => void;
  clear: () => void;
}

export function progressLine(what: string, stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  const startedAt = performance.now();
  let shown = -1;
  if (!stream.isTTY) {
    return { show: () => undefined, clear: () => undefined };
  }
  return {
    show(share, detail = '') {
      const percent = Math.round(share * 100);
      if (percent === shown || performance.now() - startedAt < patienceMs) {
        return;
      }
      shown = percent;
      const filled = Math.round(share * width);
      const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
      stream.write(`\r\x1b[2K${what} ${bar} ${percent} %${detail && `, ${detail}`}`);
    },
    clear() {
      if (shown >= 0) {
        stream.write('\r\x1b[2K');
      }
    }
  };
}
