/** One line on standard error that tells how far a long work is; nothing where that is no terminal. */

const width = 30;
/** What is over sooner needs no bar. */
const patienceMs = 400;

export interface ProgressLine {
  /** @param share of 1 */
  show: (share: number) => void;
  clear: () => void;
}

export function progressLine(what: string, stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  const startedAt = performance.now();
  let shown = -1;
  if (!stream.isTTY) {
    return { show: () => undefined, clear: () => undefined };
  }
  return {
    show(share) {
      const filled = Math.round(share * width);
      if (filled === shown || performance.now() - startedAt < patienceMs) {
        return;
      }
      shown = filled;
      stream.write(`\r${what} ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${Math.round(share * 100)} %`);
    },
    clear() {
      if (shown >= 0) {
        stream.write('\r\x1b[2K');
      }
    }
  };
}
