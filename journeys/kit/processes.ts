import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { MAIL_CA_FILE, mailUrl } from '../../simulators/src/mail/address.ts';

const ROOT = join(import.meta.dirname, '..', '..');

export type Running = { url: string; child: ChildProcess; stop(): Promise<void>; kill(): Promise<void> };

/** A server as its own process, so that it can be stopped, killed and started again. Resolves when it answers. */
export function startServer(
  env: Record<string, string>,
  output: 'inherit' | 'ignore' | 'pipe' = 'ignore',
  /** Told at once, for whoever may end it before it answers. */
  born: (child: ChildProcess) => void = () => undefined,
): Promise<Running> {
  const child = fork(join(ROOT, 'server', 'src', 'main.ts'), {
    env: { ...clean(process.env), ...env },
    stdio: ['ignore', output, output === 'ignore' ? 'inherit' : output, 'ipc'],
  });
  born(child);
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it was ready`)));
    child.once('error', reject);
    child.once('message', (message: { url: string }) => resolve(running(message.url, child)));
  });
}

export type Simulators = Running & { controlUrl: string; urls: Record<string, string> };

/** The simulators as a process of their own. @param basePort 0 takes any free ports. */
export async function startSimulatorProcess(
  databaseUrl: string,
  basePort: number,
  env: Record<string, string> = {},
): Promise<Simulators> {
  const child = fork(join(ROOT, 'simulators', 'src', 'main.ts'), {
    env: { ...clean(process.env), ...env, SIMULATORS_DATABASE_URL: databaseUrl, SIMULATORS_PORT: String(basePort) },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const line = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.once('exit', (code) => reject(new Error(`the simulators ended with ${code} before they were ready`)));
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
  });
  const { ports } = JSON.parse(line) as { ports: Record<string, number> };
  const urls = Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [name, name === 'mail' ? mailUrl(port) : `http://127.0.0.1:${port}`]),
  );
  return { ...running(urls['control'] ?? '', child), controlUrl: urls['control'] ?? '', urls };
}

/** Where the server finds the other systems. */
export const outsideEnv = (urls: Record<string, string>): Record<string, string> => ({
  CORE_BANKING_URL: urls['core-banking'] ?? '',
  HR_SYSTEM_URL: urls['hr-system'] ?? '',
  CITIZEN_REGISTRY_URL: urls['citizen-registry'] ?? '',
  CREDIT_BUREAU_URL: urls['credit-bureau'] ?? '',
  BIG_DATA_URL: urls['big-data'] ?? '',
  SMS_GATEWAY_URL: urls['sms-gateway'] ?? '',
  CARD_NETWORK_URL: urls['card-network'] ?? '',
  CERTIFICATE_AUTHORITY_URL: urls['certificate-authority'] ?? '',
  TIME_STAMP_URL: urls['time-stamp'] ?? '',
  MAIL_URL: urls['mail'] ?? '',
  MAIL_FROM: '秒贷 <loan@bank.example>',
  MAIL_CA_FILE,
});

function running(url: string, child: ChildProcess): Running {
  const gone =
    child.exitCode !== null || child.signalCode !== null
      ? Promise.resolve()
      : once(child, 'exit').then(() => undefined);
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    child.kill(signal);
    await gone;
  };
  return { url, child, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

const clean = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
