import { type CustomerId, type Instant } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { fillIn, readText, type Text } from '../../bank/content/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { together } from '../../platform/db/together.ts';
import { insertMessages, type About, type NewMessage, type Recipient } from './messages.store.ts';

type Values = Readonly<Record<string, string>>;
export type MessageItem = { customerId: CustomerId; kind: string; values: Values; about?: About };

/** Writes a text from its template (`sms:<kind>` in the content), to be sent once this transaction commits. */
export async function queueMessage(
  { tx, today, now, emit }: Context,
  vault: Vault,
  to: Recipient & { kind: string; worthlessFrom?: Instant; about?: About },
  values: Values,
): Promise<void> {
  const template = await readText(tx, `sms:${to.kind}`, today);
  const message = written(template, values, {
    to: 'customerId' in to ? { customerId: to.customerId } : { mobile: to.mobile },
    ...{ kind: to.kind, about: to.about, worthlessFrom: to.worthlessFrom ?? null, bunchId: null, queuedAt: now },
  });
  await insertMessages(tx, vault, [message]);
  emit('message.queued', message.id);
}

/** The same for many: one statement writes them and one job sends them, where asked some time later. Hundreds at a time; none is no work. */
export async function queueMessages(
  { tx, today, now, emit }: Context,
  vault: Vault,
  items: readonly MessageItem[],
  options: { afterSeconds?: number } = {},
): Promise<void> {
  if (items.length === 0) return;
  const kinds = [...new Set(items.map(({ kind }) => kind))];
  const texts = await together(kinds.map((kind) => readText(tx, `sms:${kind}`, today)));
  const templates = new Map(kinds.map((kind, i) => [kind, texts[i] as Text]));
  const bunchId = uuid();
  const messages = items.map(({ customerId, kind, values, about }) =>
    written(templates.get(kind) as Text, values, {
      to: { customerId },
      ...{ kind, about, worthlessFrom: null, bunchId, queuedAt: now },
    }),
  );
  await insertMessages(tx, vault, messages);
  emit('messages.queued', bunchId, options);
}

function written(
  template: Text,
  values: Values,
  message: Omit<NewMessage, 'id' | 'messageNo' | 'title' | 'text'>,
): NewMessage {
  const id = uuid();
  const { title, paragraphs } = fillIn(template, values);
  return { ...message, id, messageNo: `M${id.replaceAll('-', '')}`.slice(0, 32), title, text: paragraphs.join('') };
}
