import type { Answer, messageOperations } from '@miaodai/http-api';
import type { InboxMessage } from '../../customer/messages/index.ts';

type MessageView = Answer<typeof messageOperations.listMessages>['messages'][number];

/** By how the kinds begin; whatever else is sent to a customer tells of a loan. */
const TOPICS: readonly (readonly [RegExp, MessageView['topic']])[] = [
  [/^(account|transfer|card)-/, 'account'],
  [/^(password|mobile)-changed$|^new-device$/, 'security'],
  [/^(officer-)?(approved|declined)$|^papers-asked$|^(payout|signing)-refused$/, 'application'],
];

/** What the text begins with says who sends it: in their own pages nobody need be told. */
const SENDER = /^【[^】]*】/;

export const viewMessage = ({ id, kind, title, text, queuedAt, unread, loanId }: InboxMessage): MessageView => ({
  ...{ messageId: id, title: title ?? '消息', text: text.replace(SENDER, ''), at: queuedAt, unread, loanId },
  topic: TOPICS.find(([kinds]) => kinds.test(kind))?.[1] ?? 'loan',
});
