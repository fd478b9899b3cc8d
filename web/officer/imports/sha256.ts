/** SHA-256 by FIPS 180-4, piece by piece: the browser's own wants the whole file in memory. */

const BLOCK = 64;
const PIECE = 4 * 1024 * 1024;

const PRIMES = (() => {
  const primes: number[] = [];
  for (let n = 2; primes.length < BLOCK; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes;
})();
const fraction = (root: number): number => Math.floor((root % 1) * 2 ** 32);
const CONSTANTS = Int32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));

export class Sha256 {
  readonly #state = Int32Array.from(PRIMES.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
  readonly #words = new Int32Array(BLOCK);
  readonly #rest = new Uint8Array(BLOCK);
  #length = 0;

  update(bytes: Uint8Array): this {
    let from = 0;
    const kept = this.#length % BLOCK;
    this.#length += bytes.length;
    if (kept > 0) {
      from = Math.min(BLOCK - kept, bytes.length);
      this.#rest.set(bytes.subarray(0, from), kept);
      if (kept + from < BLOCK) return this;
      this.#compress(this.#rest, 0);
    }
    for (; from + BLOCK <= bytes.length; from += BLOCK) this.#compress(bytes, from);
    this.#rest.set(bytes.subarray(from));
    return this;
  }

  /** Ends the message: nothing can be added to it afterwards. */
  digest(): Uint8Array<ArrayBuffer> {
    const length = this.#length;
    const padding = new Uint8Array(((119 - (length % BLOCK)) % BLOCK) + 9);
    padding[0] = 0x80;
    const view = new DataView(padding.buffer);
    view.setUint32(padding.length - 8, Math.floor(length / 2 ** 29));
    view.setUint32(padding.length - 4, (length % 2 ** 29) * 8);
    this.update(padding);
    const digest = new DataView(new ArrayBuffer(32));
    for (const [at, value] of this.#state.entries()) digest.setInt32(4 * at, value);
    return new Uint8Array(digest.buffer);
  }

  #compress(bytes: Uint8Array, from: number): void {
    const w = this.#words;
    for (let t = 0; t < 16; t++) {
      const at = from + 4 * t;
      w[t] =
        (byte(bytes, at) << 24) |
        (byte(bytes, at + 1) << 16) |
        (byte(bytes, at + 2) << 8) |
        byte(bytes, at + 3);
    }
    for (let t = 16; t < BLOCK; t++) {
      const before15 = word(w, t - 15);
      const before2 = word(w, t - 2);
      const s0 = turned(before15, 7) ^ turned(before15, 18) ^ (before15 >>> 3);
      const s1 = turned(before2, 17) ^ turned(before2, 19) ^ (before2 >>> 10);
      w[t] = (word(w, t - 16) + s0 + word(w, t - 7) + s1) | 0;
    }
    const state = this.#state;
    let a = word(state, 0);
    let b = word(state, 1);
    let c = word(state, 2);
    let d = word(state, 3);
    let e = word(state, 4);
    let f = word(state, 5);
    let g = word(state, 6);
    let h = word(state, 7);
    for (let t = 0; t < BLOCK; t++) {
      const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
      const one = (h + s1 + ((e & f) ^ (~e & g)) + word(CONSTANTS, t) + word(w, t)) | 0;
      const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
      const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + one) | 0;
      d = c;
      c = b;
      b = a;
      a = (one + two) | 0;
    }
    state[0] = word(state, 0) + a;
    state[1] = word(state, 1) + b;
    state[2] = word(state, 2) + c;
    state[3] = word(state, 3) + d;
    state[4] = word(state, 4) + e;
    state[5] = word(state, 5) + f;
    state[6] = word(state, 6) + g;
    state[7] = word(state, 7) + h;
  }
}

const byte = (bytes: Uint8Array, at: number): number => bytes[at] as number;
const word = (words: Int32Array, at: number): number => words[at] as number;
const turned = (value: number, by: number): number => (value >>> by) | (value << (32 - by));

/** Of a file of any size, in hexadecimal digits; `tell` hears how much of it has been read, in percent. */
export async function sha256Of(file: Blob, tell: (percent: number) => void): Promise<string> {
  const hash = new Sha256();
  for (let from = 0; from < file.size; from += PIECE) {
    tell(Math.floor((100 * from) / file.size));
    hash.update(new Uint8Array(await file.slice(from, from + PIECE).arrayBuffer()));
  }
  return Array.from(hash.digest(), (value) => value.toString(16).padStart(2, '0')).join('');
}
