import type { Instant } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { fillIn, readText } from '../../bank/content/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { insertMessage, type Recipient } from './messages.store.ts';

/** Writes a text from its template (`sms:<kind>` in the content), to be sent once this transaction commits. */
export async function queueMessage(
  { tx, today, now, emit }: Context,
  vault: Vault,
  to: Recipient & { kind: string; worthlessFrom?: Instant },
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const template = await readText(tx, `sms:${to.kind}`, today);
  const id = uuid();
  await insertMessage(tx, vault, {
    id,
    messageNo: `M${id.replaceAll('-', '')}`.slice(0, 32),
    to: 'customerId' in to ? { customerId: to.customerId } : { mobile: to.mobile },
    kind: to.kind,
    text: fillIn(template, values).paragraphs.join(''),
    queuedAt: now,
    worthlessFrom: to.worthlessFrom ?? null,
  });
  emit('message.queued', id);
}
