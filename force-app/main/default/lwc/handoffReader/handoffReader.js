/**
 * Reads anew by the `refresh` of a wire result: one reading at a time, and whoever asks while one is under way gets one that
 * begins after it, since the one under way may have been answered before the change that is asked about.
 */
import { after } from 'c/handoffClock';

/** A reading that has not been answered by then is given up, so that it cannot hold up the next. */
const givenUpAfterMs = 10_000;

export class HandoffReader {
  /** @param {(error: unknown) => void} onError told of each reading that failed */
  constructor(onError) {
    this.onError = onError;
    this.refresh = null;
    this.underWay = null;
    this.following = null;
    this.readAt = 0;
    this.isWanted = false;
  }

  /** @param {(() => Promise<void>) | undefined} refresh of the latest wire result; the first result has none to give */
  take(refresh) {
    if (!refresh) return;
    this.refresh = refresh;
    if (!this.isWanted) return;
    this.isWanted = false;
    this.read();
  }

  /** @returns {Promise<void>} resolved when what was read has been taken, or could not be read */
  read() {
    if (!this.refresh) {
      this.isWanted = true;
      return Promise.resolve();
    }
    if (!this.underWay) return this.begin();
    this.following ??= this.underWay.then(() => {
      this.following = null;
      return this.begin();
    });
    return this.following;
  }

  begin() {
    this.readAt = Date.now();
    let stopWaiting = () => {};
    const givenUp = new Promise((resolve, reject) => {
      // Without a status and a body it is told as a lost network, which it most likely is.
      stopWaiting = after(givenUpAfterMs, () => reject({ status: 0 }));
    });
    this.underWay = Promise.race([this.refresh(), givenUp])
      .then(() => {}, this.onError)
      .finally(() => {
        stopWaiting();
        this.underWay = null;
      });
    return this.underWay;
  }
}
