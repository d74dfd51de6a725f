/**
 * Texts to the customer. A message is written in the transaction of the fact that it tells of and sent by a job:
 * queued → sent | refused | given-up. The gateway knows it by its number, so a repeat is never a second text.
 */
export { queueMessage, queueMessages, type MessageItem } from './queue-message.ts';
export { sendMessage } from './send-message.ts';
export { sendMessages } from './send-messages.ts';
export { countUnread, markRead, readInbox, type InboxMessage } from './inbox.store.ts';
export { deleteMessagesOf, deleteTextsToNumbers, messagesOf } from './own-messages.store.ts';
