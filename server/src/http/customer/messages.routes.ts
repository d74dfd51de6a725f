import type { messageOperations } from '@miaodai/http-api';
import { ok } from '@miaodai/values';
import { countUnread, markRead, readInbox } from '../../customer/messages/index.ts';
import type { Handlers } from '../door.ts';
import { viewMessage } from './messages.view.ts';
import type { Needs } from './needs.ts';

const PAGE_SIZE = 20;

export const messageRoutes = ({ inTx, vault }: Needs): Handlers<typeof messageOperations> => ({
  listMessages: async ({ query }, { customerId }) => {
    const page = query.page ?? 1;
    const range = { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE };
    const { total, unread, messages } = await inTx(({ tx }) => readInbox(tx, vault, customerId, range));
    const pages = Math.ceil(total / PAGE_SIZE);
    return ok({ page, pages, total, unread, messages: messages.map(viewMessage) });
  },
  markMessagesRead: {
    within: async ({ tx, now }, { body }, { customerId }) => {
      await markRead(tx, customerId, body, now);
      return ok({ unread: await countUnread(tx, customerId) });
    },
  },
});
