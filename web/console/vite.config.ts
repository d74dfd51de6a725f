import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { compressed } from '../../scripts/compressed.ts';

const from = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What is told of every build of such a library, and nothing can be done about. */
const quiet = new Set(['MODULE_LEVEL_DIRECTIVE', 'PLUGIN_TIMINGS']);

export default defineConfig({
  root: from('.'),
  base: '/console/',
  plugins: [stylesWithoutElements(), compressed()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome109', 'firefox115', 'safari16.4'],
    manifest: true,
    assetsInlineLimit: 0,
    // The library of controls is one file that seldom changes; the pages are small and come when they are opened.
    chunkSizeWarningLimit: 1_600,
    rolldownOptions: {
      onLog: (level, log, report) => {
        if (!quiet.has(log.code ?? '')) report(level, log);
      },
      output: {
        codeSplitting: {
          groups: [
            { name: 'controls', test: /[\\/]node_modules[\\/](antd|@ant-design|@rc-component|dayjs)[\\/]/ },
            { name: 'base', test: /[\\/]node_modules[\\/](react|react-dom|scheduler|@tanstack)[\\/]/ },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': process.env['MIAODAI_SERVER'] ?? 'http://localhost:3000' } },
});

/**
 * The content policy allows no <style> elements, and that is what antd makes of its styles. The two modules that insert them
 * are replaced by one of ours that adopts constructed sheets, which the policy allows.
 */
function stylesWithoutElements(): Plugin {
  const inserts =
    /[\\/](@rc-component[\\/]util[\\/]es[\\/]Dom[\\/]dynamicCSS|@ant-design[\\/]icons[\\/]es[\\/]cssUtils)\.js$/;
  return {
    name: 'styles-without-elements',
    enforce: 'pre',
    load: (id) =>
      inserts.test(id) ? `export * from ${JSON.stringify(from('src/shared/adopted-styles.ts'))};` : undefined,
  };
}
