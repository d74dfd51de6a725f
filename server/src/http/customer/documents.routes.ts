import type { Answer, documentOperations } from '@miaodai/http-api';
import { dayInShanghai, mask, ok, refuse, type BusinessDate, type CustomerId } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import {
  checkConfirmation,
  confirmIdDocument,
  currentIdDocument,
  doubtIdentity,
  isExpired,
  keepSide,
  readDraft,
  shownSide,
  type ShownSide,
} from '../../customer/documents/index.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { withinRate } from '../../platform/rate-limit.store.ts';
import { informed, type Handlers } from '../door.ts';
import type { Refusal } from '../problem.ts';
import type { Needs } from './needs.ts';

type SideAnswer = Answer<typeof documentOperations.uploadIdDocument>;
type DocumentAnswer = Answer<typeof documentOperations.readIdDocument>;

const DAY_SECONDS = 86_400;

/** The identity card: its pictures are read, and the citizen registry is asked, with no transaction open. */
export const documentRoutes = (needs: Needs): Handlers<typeof documentOperations> => {
  const { db, vault, clock, inTx, idCardReader, citizenRegistry } = needs;

  /** Counted for this customer and the day; nobody gets another try by signing in anew. */
  const mayTry = (what: string, customerId: CustomerId, perDay: number) =>
    withinRate(db, `${what}:${customerId}:${dayInShanghai(clock.now())}`, perDay, DAY_SECONDS);

  return {
    uploadIdDocument: informed({
      before: async ({ params, body }, { customerId }, { request }) => {
        const settings = await readSettings(db, await today(db));
        if (!(await mayTry('id-image', customerId, settings.idImagesPerDay))) return refuse('too-many-requests');
        const reading = await idCardReader.read(Buffer.from(body.image, 'base64'), params.side);
        if (reading.is === 'unknown') {
          request.log.error({ cause: reading.cause }, 'an identity card could not be read');
          return refuse('outside-system-silent');
        }
        if (reading.is === 'refused') return withFields([{ field: 'image', message: '照片无法识别，请重新拍摄' }], '');
        return ok(reading.value);
      },
      within: async (context, _, { customerId }, reading) => {
        const settings = await readSettings(context.tx, context.today);
        return ok(asSide(await keepSide(context, vault, customerId, reading, settings)));
      },
    }),
    readIdDocument: async (_, { customerId }) => ok(await viewDocument(needs, db, customerId, await today(db))),
    confirmIdDocument: informed({
      before: async ({ body }, { customerId }) => {
        const day = await today(db);
        const settings = await readSettings(db, day);
        const checked = await checkConfirmation(db, vault, { customerId, ...body }, settings, day);
        if (!checked.ok) return 'problems' in checked ? withFields(checked.problems, 'fields.') : checked;
        if (!(await mayTry('id-document', customerId, settings.idDocumentTriesPerDay)))
          return refuse('too-many-requests');
        const { name, idNumber } = body.fields;
        const citizen = await citizenRegistry.verifyCitizen({ name, idNumber });
        if (citizen.is !== 'done') return refuse('outside-system-silent');
        if (citizen.value.match === 'match') return checked;
        await inTx(({ tx }) => doubtIdentity(tx, vault, customerId));
        return refuse('identity-mismatch');
      },
      within: async (context, _, { customerId, from }, checked) => {
        const confirmed = await confirmIdDocument(context, vault, checked, from);
        return confirmed.ok ? ok(await viewDocument(needs, context.tx, customerId, context.today)) : confirmed;
      },
    }),
  };
};

const withFields = (problems: readonly { field: string; message: string }[], under: '' | 'fields.'): Refusal => ({
  ...refuse('invalid-input'),
  fields: problems.map(({ field, message }) => ({ path: under + field, message })),
});

const asSide = ({ side, quality, hints, fields, confidence, editable }: ShownSide): SideAnswer => ({
  side,
  quality: { ok: quality.ok, hints },
  fields: fields as SideAnswer['fields'],
  confidence,
  editable,
});

async function viewDocument(
  { vault }: Needs,
  tx: Db | Tx,
  customerId: CustomerId,
  day: BusinessDate,
): Promise<DocumentAnswer> {
  const settings = await readSettings(tx, day);
  const { front, back } = await readDraft(tx, vault, customerId);
  const current = await currentIdDocument(tx, vault, customerId);
  return {
    confirmed: current !== undefined,
    front: front ? asSide(shownSide(front, settings)) : null,
    back: back ? asSide(shownSide(back, settings)) : null,
    shown: current ? masked(current) : null,
    expiresOn: current?.expiresOn ?? null,
    expired: current ? isExpired(current.expiresOn, day) : false,
  };
}

type Shown = NonNullable<DocumentAnswer['shown']>;

const masked = ({ name, sex, ethnicity, birthDate, address, idNumber, issuer, validFrom, validTo, edited }: Shown) => ({
  ...{ name: mask.name(name), sex, ethnicity, birthDate: `${birthDate.slice(0, 4)}-**-**`, edited },
  address: `${address.slice(0, 6)}******`,
  idNumber: mask.idNumber(idNumber),
  ...{ issuer, validFrom, validTo },
});
