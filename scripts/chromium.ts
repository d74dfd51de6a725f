// Finds a Chromium for the browser tests, or installs Debian's where that is possible.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';

export interface Chromium {
  executablePath: string;
  args: string[];
}

/** @throws Error that says what is missing and how to get it. */
export async function findChromium(): Promise<Chromium> {
  const asked = process.env['CHROMIUM_PATH'];
  if (asked !== undefined && !isProgram(asked)) throw new Error(`CHROMIUM_PATH=${asked} is not a program.`);
  const found = asked ?? places.find(isProgram);
  if (found !== undefined && (asked !== undefined || hasChineseFont() || !canInstall())) return chromiumAt(found);
  if (!canInstall()) throw new Error(howToGetIt);
  install();
  const installed = places.find(isProgram);
  if (installed === undefined) throw new Error(howToGetIt);
  return chromiumAt(installed);
}

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const howToGetIt =
  'No Chromium for the browser tests: none at CHROMIUM_PATH nor at the usual places.\n' +
  'Debian or Ubuntu: apt-get install chromium fonts-noto-cjk. macOS: install Google Chrome. ' +
  'Elsewhere: CHROMIUM_PATH=<path to the program>.';

const disabledFeatures = [
  // Suggestions of an address bar that nobody sees: a page of its own for every device, half of what opening one costs.
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup'],
  // What Playwright switches off for steadiness; of two such lists Chromium heeds the last alone.
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades'],
  ...[
    'HttpsFirstBalancedModeAutoEnable',
    'LensOverlay',
    'MediaRouter',
    'PaintHolding',
    'ThirdPartyStoragePartitioning',
  ],
  ...['AvoidCorsURLLoaderRestartOnRedirect', 'OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled'],
  ...['PreconnectToSearch', 'Translate'],
];

// Chromium refuses to run as root inside its sandbox; the rest keeps it from talking to anyone but the pages tested.
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${disabledFeatures.join(',')}`,
];

const chromiumAt = (executablePath: string): Chromium => ({ executablePath, args: [...args] });

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const canInstall = (): boolean => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/** Without one, Chinese is drawn as empty boxes and a screenshot shows nothing. */
function hasChineseFont(): boolean {
  if (process.platform === 'darwin') return true;
  const list = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' });
  return list.status === 0 && list.stdout.trim() !== '';
}

function install(): void {
  console.error('Installing chromium and fonts-noto-cjk for the browser tests …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const step of [['update'], ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk']]) {
    const apt = spawnSync('apt-get', ['-qq', ...step], { env, encoding: 'utf8', timeout: 10 * 60_000 });
    if (apt.status !== 0) {
      throw new Error(`apt-get ${step.join(' ')} failed:\n${apt.error?.message ?? apt.stderr}\n${howToGetIt}`);
    }
  }
}
