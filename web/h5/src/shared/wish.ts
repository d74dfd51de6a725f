import type { Fen } from '@miaodai/values/fen';

/** What somebody has told a calculator: it waits here for the form of their application, and is theirs to change there. */
export type Wish = Partial<
  Record<'amountFen' | 'monthlyIncomeFen' | 'monthlyExpenseFen' | 'monthlyDebtFen', Fen> & { termMonths: number }
>;

const NAME = 'miaodai.wish';
/** Where storage is forbidden it lasts as long as the page. */
let memory: string | undefined;

/** For this tab only: the next to use the device must not find somebody's income. */
export function keepWish(wish: Wish): void {
  memory = JSON.stringify(wish);
  try {
    sessionStorage.setItem(NAME, memory);
  } catch {
    // Then the memory has to do.
  }
}

export function keptWish(): Wish {
  try {
    memory = sessionStorage.getItem(NAME) ?? memory;
  } catch {
    // As above.
  }
  return memory === undefined ? {} : wishIn(memory);
}

export function forgetWish(): void {
  memory = undefined;
  try {
    sessionStorage.removeItem(NAME);
  } catch {
    // Nothing is there.
  }
}

const NAMES = ['amountFen', 'termMonths', 'monthlyIncomeFen', 'monthlyExpenseFen', 'monthlyDebtFen'] as const;

/** Whatever is in the storage: only whole amounts under names of ours are taken from it. */
export function wishIn(text: string): Wish {
  try {
    const kept = JSON.parse(text) as Record<string, unknown> | null;
    const found = NAMES.map((name) => [name, kept?.[name]] as const);
    return Object.fromEntries(found.filter(([, value]) => isAmount(value)));
  } catch {
    return {};
  }
}

const isAmount = (value: unknown): boolean => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
