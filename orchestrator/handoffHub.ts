/** Who waits for news of a handoff. It carries only that there is news: what stands is read when it comes. */
export class HandoffHub {
  private readonly listeners = new Map<string, Set<() => void>>();

  /** @param handoffId Salesforce id of 15 or 18 characters @returns ends the listening */
  listen(handoffId: string, listener: () => void): () => void {
    const key = handoffId.slice(0, 15);
    const known = this.listeners.get(key) ?? new Set();
    this.listeners.set(key, known.add(listener));
    return () => {
      known.delete(listener);
      if (known.size === 0) {
        this.listeners.delete(key);
      }
    };
  }

  /** Something about the handoff has changed. */
  tell(handoffId: string): void {
    this.listeners.get(handoffId.slice(0, 15))?.forEach((listener) => listener());
  }
}
