/** Keeps what was read for a while; a failed reading is not kept. */
export class RecentReading<Value> {
  readonly #read: () => Promise<Value>;
  readonly #maxAgeMs: number;
  #kept: { value: Value; atMs: number } | undefined;

  constructor(maxAgeMs: number, read: () => Promise<Value>) {
    this.#maxAgeMs = maxAgeMs;
    this.#read = read;
  }

  /** What is at hand and young enough, without reading. */
  get kept(): Value | undefined {
    return this.#kept !== undefined && Date.now() - this.#kept.atMs < this.#maxAgeMs
      ? this.#kept.value
      : undefined;
  }

  keep(value: Value): Value {
    this.#kept = { value, atMs: Date.now() };
    return value;
  }

  async get(): Promise<Value> {
    return this.kept ?? this.keep(await this.#read());
  }
}
