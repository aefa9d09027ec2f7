/** A request that the sandbox has answered, fit to be shown to anybody. */
export interface KlarnaSandboxNote {
  /** Milliseconds since the epoch, by the sandbox's clock. */
  at: number;
  /** For example `POST createSession` or `authorize`. */
  request: string;
  /** Of the HTTP answer; nothing where no HTTP was spoken. */
  status?: number;
  /** In plain words; without tokens, values or details of a person. */
  verdict: string;
  /** Whether that is a no: refused, declined, closed, corrected, or a fault. */
  isRefusal: boolean;
}

/** A note before it is known when. */
export type NewNote = Omit<KlarnaSandboxNote, 'at'>;

/** How many are kept. */
const kept = 100;

/** The newest requests, for the page at `/` and the command line. */
export class Journal {
  readonly #now: () => number;
  readonly #told: ((note: KlarnaSandboxNote) => void) | undefined;
  readonly #notes: KlarnaSandboxNote[] = [];

  constructor(now: () => number, told?: (note: KlarnaSandboxNote) => void) {
    this.#now = now;
    this.#told = told;
  }

  /** The newest first. */
  get notes(): readonly KlarnaSandboxNote[] {
    return this.#notes;
  }

  add(note: NewNote): void {
    const complete = {...note, at: this.#now()};
    this.#notes.unshift(complete);
    this.#notes.length = Math.min(this.#notes.length, kept);
    this.#told?.(complete);
  }
}
