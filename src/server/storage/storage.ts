/**
 * Where the kit keeps what has to outlive a request: which session belongs to
 * which visitor, and which order came of it. Processes that share one storage
 * behave like one.
 *
 * What is kept, and for how long: the visitor's session with the order as it
 * was last sent (48 hours after the last create or update, as long as Klarna
 * keeps the session); the customer details of an order while it is being
 * placed (at most an hour); the order itself until `placed` has taken it over;
 * afterwards only its id, where to redirect to and the fraud status (48 hours).
 * A storage should therefore keep nothing longer than it is told to, and be as
 * well protected as the shop's own order data.
 *
 * Every method may reject; the route then answers 500 and nothing is lost.
 */
export interface KlarnaStorage {
  /** The value, or nothing if there is none or its time is over. */
  get(key: string): Promise<string | undefined>;

  /** @param ttl Milliseconds after which the value is gone. */
  set(key: string, value: string, ttl: number): Promise<void>;

  delete(key: string): Promise<void>;

  /**
   * Takes the key for one owner, atomically. Answers true if nobody holds it,
   * or this very owner does: then its time begins anew. Claims and values are
   * two things; their keys never meet.
   *
   * @param ttl Milliseconds after which the claim of an owner that died lapses.
   */
  claim(key: string, owner: string, ttl: number): Promise<boolean>;

  /** Gives the claim back; does nothing if another owner holds it by now. */
  release(key: string, owner: string): Promise<void>;
}
