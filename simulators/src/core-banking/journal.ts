import type { Db } from '../db.ts';
import type { Fault } from '../faults.ts';
import { yuanOf } from '../yuan.ts';
import { findAccount } from './accounts.ts';
import { under } from './codes.ts';
import { BOOKING_COLUMNS, bookingFields, coreSeq, type Booking } from './transfers.ts';

const PAGE_SIZE = 500;
type Line = ReturnType<typeof bookingFields>;

export async function journalPage(db: Db, day: string, pageNo: number, quirk?: Fault): Promise<object> {
  const lines = withQuirk(await linesOf(db, day), day, quirk);
  return under('0000', {
    ACCT_DATE: day.replaceAll('-', ''),
    PAGE_NO: pageNo,
    PAGE_CNT: Math.ceil(lines.length / PAGE_SIZE),
    TOTAL_CNT: lines.length,
    LIST: lines.slice((pageNo - 1) * PAGE_SIZE, pageNo * PAGE_SIZE),
  });
}

export async function journalFile(db: Db, day: string, quirk?: Fault): Promise<string> {
  const lines = withQuirk(await linesOf(db, day), day, quirk);
  const totalFen = lines.reduce((total, line) => total + Number(line.AMT.replace('.', '')), 0);
  return [
    `H|${day.replaceAll('-', '')}`,
    ...lines.map((line) =>
      ['D', line.CORE_SEQ, line.TRAN_NO, line.FROM_ACCT, line.TO_ACCT, line.AMT, line.CCY].join('|'),
    ),
    `T|${lines.length}|${yuanOf(totalFen)}`,
    '',
  ].join('\n');
}

const MOVEMENTS_PAGE = 50;
type MovementsMessage = { ACCT_NO: string; FROM_DATE: string; TO_DATE: string; PAGE_NO: number };

export async function movements(db: Db, { ACCT_NO, FROM_DATE, TO_DATE, PAGE_NO }: MovementsMessage): Promise<object> {
  if (!(await findAccount(db.query, ACCT_NO))) return under('3405', { ACCT_NO });
  const whose = '(from_acct = $1 or to_acct = $1) and acct_date between $2::date and $3::date';
  const [count] = await db.query<{ total: number }>(`select count(*) as total from sim_core.bookings where ${whose}`, [
    ACCT_NO,
    FROM_DATE,
    TO_DATE,
  ]);
  type Movement = Booking & { remark: string; fromBalanceFen: number; toBalanceFen: number };
  const rows = await db.query<Movement>(
    `select ${BOOKING_COLUMNS}, remark, from_balance_fen as "fromBalanceFen", to_balance_fen as "toBalanceFen"
     from sim_core.bookings
     where ${whose}
     order by id desc
     limit ${MOVEMENTS_PAGE} offset $4`,
    [ACCT_NO, FROM_DATE, TO_DATE, (PAGE_NO - 1) * MOVEMENTS_PAGE],
  );
  const LIST = rows.map((row) => {
    const paid = row.fromAcct === ACCT_NO;
    return {
      CORE_SEQ: coreSeq(row.id),
      TRAN_NO: row.tranNo,
      ACCT_DATE: row.acctDate,
      DC: paid ? 'D' : 'C',
      AMT: yuanOf(row.amountFen),
      BAL: yuanOf(paid ? row.fromBalanceFen : row.toBalanceFen),
      OTHER_ACCT: paid ? row.toAcct : row.fromAcct,
      RMK: row.remark,
    };
  });
  const TOTAL_CNT = count?.total ?? 0;
  return under('0000', { ACCT_NO, PAGE_NO, PAGE_CNT: Math.ceil(TOTAL_CNT / MOVEMENTS_PAGE), TOTAL_CNT, LIST });
}

async function linesOf(db: Db, day: string): Promise<Line[]> {
  const bookings = await db.query<Booking>(
    `select ${BOOKING_COLUMNS} from sim_core.bookings where acct_date = $1::date and in_journal order by id`,
    [day],
  );
  return bookings.map(bookingFields);
}

function withQuirk(lines: Line[], day: string, quirk?: Fault): Line[] {
  const last = lines.at(-1);
  if (quirk?.kind === 'missing-line') return lines.slice(0, -1);
  if (quirk?.kind === 'duplicate-line' && last) return [...lines, last];
  if (quirk?.kind !== 'extra-line') return lines;
  const strange = {
    TRAN_NO: 'UNKNOWN0001',
    CORE_SEQ: coreSeq(999_999_999_999),
    ACCT_DATE: day.replaceAll('-', ''),
    FROM_ACCT: '1100000000000001',
    TO_ACCT: '6299999999999999990',
    AMT: '88.88',
    CCY: 'CNY',
  };
  return [...lines, strange];
}
