import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { NodeCompiler, PdfStandard } from '@myriaddreamin/typst-ts-node-compiler';
import { serveTasks } from '../workers/serve-tasks.ts';
import { glyphsOf, printable } from './glyphs.rules.ts';

/** `data` is JSON text. */
export type Typeset = { folder: string; template: string; data: string };

const require = createRequire(import.meta.url);
const FONTS = ['400Regular/NotoSansSC_400Regular.ttf', '700Bold/NotoSansSC_700Bold.ttf'];
const fonts = FONTS.map((file) => readFileSync(require.resolve(`@expo-google-fonts/noto-sans-sc/${file}`)));
const glyphs = fonts.map(glyphsOf);
const has = (codePoint: number): boolean => glyphs.every((font) => font(codePoint));

/** What of the typesetter's own cache has not been of use for so many papers is thrown away. */
const KEPT_FOR = 10;
const compilers = new Map<string, NodeCompiler>();

function compilerFor(folder: string): NodeCompiler {
  const known = compilers.get(folder);
  if (known) return known;
  const made = NodeCompiler.create({ workspace: folder, fontArgs: [{ fontBlobs: fonts }] });
  compilers.set(folder, made);
  return made;
}

serveTasks(async ({ folder, template, data }: Typeset): Promise<Uint8Array> => {
  const compiler = compilerFor(folder);
  const { value, absent } = printable(JSON.parse(data), has);
  try {
    const inputs = { data: JSON.stringify(value), absent: JSON.stringify(absent) };
    const compiled = compiler.compile({ mainFilePath: join(folder, `${template}.typ`), inputs });
    const { result } = compiled;
    if (!result) throw new Error(reasonOf(compiled.takeDiagnostics()?.shortDiagnostics));
    return new Uint8Array(compiler.pdf(result, { pdfStandard: PdfStandard.A_2b }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`template ${template} cannot be set: ${withoutData(reason)}`, { cause: error });
  } finally {
    compiler.evictCache(KEPT_FOR);
  }
});

const reasonOf = (diagnostics: readonly unknown[] | undefined): string =>
  diagnostics?.map((one) => (one as { message?: string }).message ?? String(one)).join('; ') ?? 'no reason was told';

/** What stands in quotes may be somebody's name or number: only plain English words of a template stay. */
const withoutData = (reason: string): string =>
  reason.replace(/"(?:[^"\\]|\\.)*"/g, (quoted) => (/^"[a-zA-Z-]{1,32}"$/.test(quoted) ? quoted : '"…"')).slice(0, 500);
