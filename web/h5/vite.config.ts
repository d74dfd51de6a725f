import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { compressed } from '../../scripts/compressed.ts';

const from = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** React-compatible source, shipped on Preact; `H5_ON_REACT=1` builds the same source on React, for comparison. */
const preact = {
  'react-dom/client': 'preact/compat/client',
  'react/jsx-runtime': 'preact/jsx-runtime',
  'react/jsx-dev-runtime': 'preact/jsx-dev-runtime',
  'react-dom': 'preact/compat',
  react: 'preact/compat',
};

/** The kit and the shared parts, without what the first route needs. */
const kit =
  /[\\/]web[\\/]ui[\\/]src[\\/](choice|field|figures\.tsx|grouping|money-field|picker|reading|sheet|steps)|[\\/]h5[\\/]src[\\/]shared[\\/](account-text|agree|application|draft|focus|not-now|options|status|step-page|steps|time|waiting|write)|[\\/]http-api[\\/]src[\\/]fields/;

/** What the pages with a plan of instalments share: the others need not carry it. */
const plan = /[\\/]web[\\/]ui[\\/]src[\\/]schedule|[\\/]h5[\\/]src[\\/]shared[\\/](trial\.|trial-view|trial-start)/;

export default defineConfig({
  root: from('.'),
  base: '/',
  resolve: {
    alias: Object.entries({
      ...(process.env['H5_ON_REACT'] ? {} : preact),
    }).map(([name, replacement]) => ({ find: new RegExp(`^${name}$`), replacement })),
  },
  plugins: [bigIntCalls(), compressed()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Old WebViews: Chrome 69, Safari 12.1.
    target: ['chrome69', 'safari12'],
    cssTarget: ['chrome69', 'safari12'],
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: from('index.html'), loan: from('loan.html') },
      // Only the trial engine needs big integers, in a chunk of its own; a browser without them asks the server instead.
      onLog: (level, log, report) => {
        if (log.code !== 'TOLERATED_TRANSFORM' && log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
      output: {
        codeSplitting: {
          // One chunk for what most pages of the application share, instead of twenty that each cost a request.
          includeDependenciesRecursively: false,
          groups: [
            { name: 'kit', test: kit },
            { name: 'plan', test: plan },
          ],
        },
      },
      treeshake: {
        // Values are pure: a page that needs only Fen must not carry the calendar.
        moduleSideEffects: (id) =>
          !/shared[\\/](values|loan-math|http-api)|temporal-|[\\/]web[\\/]ui[\\/].*\.tsx?$/.test(id),
      },
    },
  },
  server: { proxy: { '/api': process.env['MIAODAI_SERVER'] ?? 'http://localhost:3000' } },
});

/** `2n` in a module that the first route shares would keep Safari 12 from reading the whole file; a call does not. */
function bigIntCalls(): Plugin {
  return {
    name: 'big-int-calls',
    transform: (code, id) =>
      /[\\/]shared[\\/].*\.ts$/.test(id)
        ? { code: code.replace(/\b(\d+(?:_\d+)*)n\b/g, 'BigInt($1)'), map: null }
        : undefined,
  };
}
