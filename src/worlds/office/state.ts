/** A mail in the office's inbox. */
export interface Mail {
  readonly id: string;
  readonly from: string;
  readonly subject: string;
  readonly body: string;
}

/** A mail that was sent. */
interface SentMail {
  readonly to: string;
  readonly subject: string;
  readonly body: string;
  /** Path of the file that went with it. */
  readonly attachment: string | null;
}

/** A payment that was made. */
export interface Payment {
  readonly account: string;
  /** Whole cents. */
  readonly cents: number;
  readonly reference: string;
}

/** Everything there is in the office. A call of a tool gives a new state; none is ever changed in place. */
export interface OfficeState {
  /** Path → content. */
  readonly files: ReadonlyMap<string, string>;
  readonly inbox: readonly Mail[];
  readonly sent: readonly SentMail[];
  readonly payments: readonly Payment[];
  /** What is left to spend, in cents. */
  readonly balanceCents: number;
}

/** Cents as text: `1234` is `12.34`. */
export function moneyText(cents: number): string {
  return (cents / 100).toFixed(2);
}
