import type { Answer, textOperations } from '@miaodai/http-api';
import { ok, refuse, type BusinessDate, type Refused, type Result } from '@miaodai/values';
import { kindOf, readText, sampleText } from '../../bank/content/index.ts';
import { samplePaper } from '../../lending/contract/index.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { Typesetter } from '../../platform/typeset/index.ts';

type Wording = { title: string; paragraphs: string[] };
type Fields = { fields: { path: string; message: string }[] };
type File = Answer<typeof textOperations.previewTextFile>;

/** A wording as the PDF that customers get, examples filled in. Only what is agreed to is a paper. @throws Overloaded */
export async function textFile(
  { db, previews, today }: { db: Db; previews: Typesetter; today: BusinessDate },
  kind: string,
  wording: Wording,
): Promise<Result<File, 'not-found'> | (Refused<'text-not-valid'> & Fields)> {
  const { form, group } = kindOf(kind);
  if (form !== 'document' && group !== 'agreements') return refuse('not-found');
  const context = { tx: db, today };
  const text = await sampleText(context, kind, wording);
  if (!text.ok) return text;
  const { template, data } = samplePaper(
    text.value,
    today,
    kind === 'loan-contract' ? await beside(context) : undefined,
  );
  const pdf = await previews.pdf(template, data).catch((error: unknown) => {
    if (error instanceof RangeError) return undefined;
    throw error;
  });
  if (!pdf) return { ...refuse('text-not-valid'), fields: [{ path: 'paragraphs', message: '正文过长，无法排版' }] };
  const name = `${text.value.title}（样张）.pdf`;
  return ok({ name, mediaType: 'application/pdf', base64: pdf.toString('base64') });
}

/** What stands in a contract's file beside its text: as it holds today, with examples too. */
async function beside(context: { tx: Db; today: BusinessDate }) {
  const filled = async (kind: string) => {
    const text = await sampleText(context, kind, await readText(context.tx, kind, context.today));
    if (!text.ok) throw new Error(`${kind} that holds today cannot be filled in`);
    return text.value;
  };
  return { costStatement: await filled('cost-statement'), useOfFunds: await filled('use-of-funds') };
}
