/** What LWC asks of a wire adapter. */
export interface WireAdapter<Config> {
  connect(): void;
  update(config: Config): void;
  disconnect(): void;
}

export type DataCallback<Value> = (value: Value) => void;

/** Components get data that they cannot change, as from Lightning Data Service. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
