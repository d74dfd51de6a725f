import type { Outcome } from '../outcome.ts';

export type Mail = {
  /** Names the message for ever, in its Message-ID and its envelope. */
  messageNo: string;
  to: string;
  subject: string;
  /** The same words twice: for programs that show no HTML. */
  text: string;
  html: string;
  attachment: { fileName: string; mediaType: string; content: Uint8Array };
};
/** In the words of the table copies.copies. */
export type MailRefusal = 'no-such-address' | 'mailbox-full' | 'refused';

/** What a report of failed delivery says: which mail did not arrive, and why. */
export type FailedDelivery = { messageNo: string; reason: MailRefusal };
/** Undefined for whatever is no such report. */
export type ReadReport = (raw: string) => FailedDelivery | undefined;

export interface MailServer {
  /**
   * Done: the server has taken it over, which is not yet delivered. Refused: for good, by one of MailRefusal. A repeat under the same
   * number may be a second message in the inbox, recognisable by its Message-ID: mail has no better promise.
   */
  send(mail: Mail): Promise<Outcome<void>>;
}
