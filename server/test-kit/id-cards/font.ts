import { mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Lets the drawing of SVG find a Chinese font on a machine that has none. Must be called before the first text is drawn in this
 * process: the fonts are looked for once.
 */
export function bringFont(): string {
  const fonts = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/package.json'));
  const folder = mkdtempSync(join(tmpdir(), 'miaodai-fonts-'));
  const file = join(folder, 'fonts.conf');
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(fonts, '400Regular')}</dir><dir>${join(fonts, '500Medium')}</dir>
  <cachedir>${join(folder, 'cache')}</cachedir>
</fontconfig>`,
  );
  process.env['FONTCONFIG_FILE'] = file;
  return 'Noto Sans SC';
}
