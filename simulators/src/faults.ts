import { z } from 'zod';
import type { Db } from './db.ts';
import { SYSTEMS, type System } from './systems.ts';
import { textAt, type Message } from './message.ts';

/** What can go wrong with one call. `applied` says whether the system did what it was asked before it failed to say so. */
const ms = z.int().min(0).max(3_600_000);
const inquiries = z.int().min(1).max(1_000_000);
const faultWithParameters = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hang-up-before') }),
  z.strictObject({ kind: z.literal('apply-then-hang-up') }),
  z.strictObject({ kind: z.literal('apply-then-late'), ms: ms.default(8000) }),
  z.strictObject({ kind: z.literal('late-then-apply'), ms: ms.default(8000) }),
  z.strictObject({ kind: z.literal('status-500-html'), applied: z.boolean().default(true) }),
  z.strictObject({ kind: z.literal('truncated-json'), applied: z.boolean().default(true) }),
  z.strictObject({ kind: z.literal('garbage'), applied: z.boolean().default(true) }),
  z.strictObject({ kind: z.literal('slow-drip'), applied: z.boolean().default(true), ms: ms.default(200) }),
  z.strictObject({ kind: z.literal('never-answers'), applied: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('answer-twice'), gapMs: ms.default(0) }),
  z.strictObject({ kind: z.literal('success-code-with-failure-text'), applied: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('other-amount'), value: z.string().optional() }),
  z.strictObject({ kind: z.literal('other-currency'), value: z.string().optional() }),
  z.strictObject({ kind: z.literal('other-account'), value: z.string().optional() }),
  z.strictObject({ kind: z.literal('other-number'), value: z.string().optional() }),
  z.strictObject({ kind: z.literal('answer-with'), fields: z.record(z.string(), z.unknown()) }),
  z.strictObject({ kind: z.literal('refuse'), code: z.string().min(1).max(20) }),
  z.strictObject({ kind: z.literal('processing'), inquiries: inquiries.default(2) }),
  z.strictObject({ kind: z.literal('absent-then-appears'), inquiries: inquiries.default(1) }),
  z.strictObject({ kind: z.literal('duplicate-accept') }),
  z.strictObject({ kind: z.literal('half-applied') }),
  z.strictObject({ kind: z.literal('duplicate-line') }),
  z.strictObject({ kind: z.literal('extra-line') }),
  z.strictObject({ kind: z.literal('missing-line') }),
]);
export type Fault = z.infer<typeof faultWithParameters>;
export const FAULT_KINDS = faultWithParameters.options.map((option) => option.shape.kind.value);

/** A kind alone may be given as its name. */
export const faultSchema = z.preprocess(
  (given) => (typeof given === 'string' ? { kind: given } : given),
  faultWithParameters,
);

export const scriptedFault = z.strictObject({
  system: z.enum(SYSTEMS),
  /** '*' is every operation of that system. */
  operation: z.string().default('*'),
  /** Fields of the message that must have these values; dots reach inside. */
  match: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  times: z.int().min(1).max(1_000_000).default(1),
  fault: faultSchema,
});
export type ScriptedFault = z.infer<typeof scriptedFault>;

/** An ordered list: a call takes the first line that fits it, and uses it up by one. */
export type FaultScript = {
  lines: () => readonly ScriptedFault[];
  replace: (lines: ScriptedFault[]) => Promise<void>;
  take: (system: System, operation: string, message: Message) => Promise<Fault | undefined>;
};

/** One program owns the script: it counts in memory, so two calls at once never use up the same turn, and writes it through. */
export async function openFaultScript(db: Db): Promise<FaultScript> {
  const [row] = await db.query<{ value: unknown }>(`select value from sim_control.settings where name = 'faults'`);
  let lines = z.array(scriptedFault).parse(row?.value ?? []);
  const save = () =>
    db.query(
      `insert into sim_control.settings (name, value) values ('faults', $1)
       on conflict (name) do update set value = excluded.value`,
      [JSON.stringify(lines)],
    );
  return {
    lines: () => lines,
    replace: async (wanted) => {
      lines = wanted;
      await save();
    },
    take: async (system, operation, message) => {
      const line = lines.find((candidate) => fits(candidate, system, operation, message));
      if (!line) return undefined;
      lines = lines
        .map((other) => (other === line ? { ...other, times: other.times - 1 } : other))
        .filter((other) => other.times > 0);
      await save();
      return line.fault;
    },
  };
}

function fits(line: ScriptedFault, system: System, operation: string, message: Message): boolean {
  if (line.system !== system || (line.operation !== '*' && line.operation !== operation)) return false;
  return Object.entries(line.match).every(([path, value]) => textAt(message, path) === String(value));
}
