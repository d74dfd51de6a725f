import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Every text beside its .br and .gz, packed once and as small as can be, for the server to hand out as they are. */
export function compressed(): Plugin {
  return {
    name: 'compressed',
    writeBundle: ({ dir = '' }) => {
      for (const file of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(js|css|html|svg|webmanifest)$/.test(file)) continue;
        const text = readFileSync(path.join(dir, file));
        writeFileSync(path.join(dir, `${file}.br`), brotliCompressSync(text));
        writeFileSync(path.join(dir, `${file}.gz`), gzipSync(text, { level: 9 }));
      }
    },
  };
}
