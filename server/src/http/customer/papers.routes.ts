import type { Answer, paperOperations } from '@miaodai/http-api';
import { dayInShanghai, ok, refuse, type BusinessDate } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { ownApplication, type Application } from '../../lending/application/index.ts';
import { addPaper, checkFile, customersPapers, paperKinds, removePaper } from '../../lending/review/index.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { withinRate } from '../../platform/rate-limit.store.ts';
import { informed, type Handlers } from '../door.ts';
import { whoseApplication } from './application-access.ts';
import type { Needs } from './needs.ts';

type PaperList = Answer<typeof paperOperations.listPapers>;

const DAY_SECONDS = 86_400;

/** The papers for an officer's decision: looked at and scanned with no transaction open. */
export const paperRoutes = (needs: Needs): Handlers<typeof paperOperations> => {
  const { db, vault, clock } = needs;
  return {
    listPapers: async (input, caller) => {
      const { applicationId, customerId } = whoseApplication(input, caller);
      const application = await ownApplication(db, vault, applicationId, customerId);
      return application ? ok(await viewPapers(db, vault, application, await today(db))) : refuse('not-found');
    },
    uploadPaper: informed({
      before: async (input, caller) => {
        const { applicationId, customerId } = whoseApplication(input, caller);
        const application = await ownApplication(db, vault, applicationId, customerId);
        if (!application) return refuse('not-found');
        if (application.step !== 'officer') return refuse('step-not-allowed');
        const settings = await readSettings(db, await today(db));
        const counted = `paper:${customerId}:${dayInShanghai(clock.now())}`;
        if (!(await withinRate(db, counted, settings.paperUploadsPerDay, DAY_SECONDS)))
          return refuse('too-many-requests');
        return checkFile(needs, input.body.base64, settings);
      },
      within: async (context, input, caller, file) => {
        const { kind, name } = input.body;
        const added = await addPaper(context, vault, { ...whoseApplication(input, caller), kind, name, file });
        return added.ok ? listed(context, vault, input, caller) : added;
      },
    }),
    removePaper: {
      within: async (context, input, caller) => {
        const { paperId } = input.params;
        const removed = await removePaper(context, vault, { ...whoseApplication(input, caller), paperId });
        return removed.ok ? listed(context, vault, input, caller) : removed;
      },
    },
  };
};

async function listed(
  { tx, today: on }: { tx: Tx; today: BusinessDate },
  vault: Vault,
  ...of: Parameters<typeof whoseApplication>
) {
  const { applicationId, customerId } = whoseApplication(...of);
  const application = await ownApplication(tx, vault, applicationId, customerId);
  return application ? ok(await viewPapers(tx, vault, application, on)) : refuse('not-found');
}

async function viewPapers(tx: Db | Tx, vault: Vault, application: Application, on: BusinessDate): Promise<PaperList> {
  const kinds = await paperKinds(tx, on);
  const papers = await customersPapers(tx, vault, application.id);
  const { papersPerApplication, paperMaxBytes } = await readSettings(tx, on);
  const mayChange = application.step === 'officer';
  return {
    papers: papers.map(({ id, kind, name, mediaType, sizeBytes, uploadedAt, scan }) => ({
      ...{ paperId: id, kind, name, mediaType, sizeBytes, uploadedAt, scan, mayRemove: mayChange },
      label: kinds.find((one) => one.kind === kind)?.label ?? kind,
    })),
    kinds: kinds.filter(({ use }) => use === 'customer').map(({ kind, label }) => ({ kind, label })),
    left: mayChange ? Math.max(0, papersPerApplication - papers.length) : 0,
    mostBytes: paperMaxBytes,
  };
}
