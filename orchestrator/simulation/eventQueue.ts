/** What is to happen, the earliest first; what falls on one instant, in the order in which it was planned. */
interface Planned<T> {
  atMs: number;
  order: number;
  what: T;
}

/** A binary heap. */
export class EventQueue<T> {
  private readonly heap: Planned<T>[] = [];
  private planned = 0;

  plan(atMs: number, what: T): void {
    this.heap.push({ atMs, order: (this.planned += 1), what });
    let at = this.heap.length - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.isBefore(at, parent)) {
        return;
      }
      this.swap(at, parent);
      at = parent;
    }
  }

  /** Undefined when nothing is left. */
  next(): { atMs: number; what: T } | undefined {
    const [first] = this.heap;
    const last = this.heap.pop();
    if (!first || !last || this.heap.length === 0) {
      return first;
    }
    this.heap[0] = last;
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      const least = [left, left + 1].reduce(
        (best, child) => (child < this.heap.length && this.isBefore(child, best) ? child : best),
        at
      );
      if (least === at) {
        return first;
      }
      this.swap(at, least);
      at = least;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const [one, other] = [this.heap[a]!, this.heap[b]!];
    return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
  }

  private swap(a: number, b: number): void {
    [this.heap[a], this.heap[b]] = [this.heap[b]!, this.heap[a]!];
  }
}
