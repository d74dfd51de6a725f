import { startSimulators } from './start-simulators.ts';

const databaseUrl = process.env['SIMULATORS_DATABASE_URL'];
if (!databaseUrl) {
  console.error('SIMULATORS_DATABASE_URL is missing: the PostgreSQL database where the simulators keep their state');
  process.exit(2);
}
const simulators = await startSimulators({
  databaseUrl,
  host: process.env['SIMULATORS_HOST'] ?? '127.0.0.1',
  basePort: wholeNumber('SIMULATORS_PORT', 8180),
  lateMs: wholeNumber('SIMULATORS_LATE_MS', 8000),
  authorityFile: process.env['SIMULATORS_AUTHORITY_FILE'],
});
// 'disconnect': whoever started us with a channel is no longer there, and nobody else would end us.
for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) {
  process.once(signal as 'SIGTERM', () => {
    void simulators.close().then(() => process.exit(0));
  });
}
console.log(JSON.stringify({ ready: true, ports: simulators.ports }));

function wholeNumber(name: string, fallback: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return fallback;
  if (/^\d{1,7}$/.test(text)) return Number(text);
  console.error(`${name} must be a whole number, not "${text}"`);
  return process.exit(2);
}
