import fc from 'fast-check';

/** What breaks programs. */
export const nasty: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[
      null,
      true,
      false,
      '',
      ' ',
      '0',
      '-1',
      'NaN',
      '__proto__',
      'constructor',
      'toString',
      '\u0000',
      '\ud800',
      '\u202e',
      '💰',
    ],
    ...[
      0,
      -0,
      1,
      -1,
      0.1,
      1e30,
      -1e30,
      2 ** 31,
      2 ** 53,
      Number.MAX_VALUE,
      Number.MIN_VALUE,
      [],
      {},
      [[]],
      [null],
      { a: {} },
    ],
    ...[
      "' or 1=1 --",
      "'; drop table ledger.entries; --",
      '{{contractNo}}',
      '${x}',
      '%00',
      '../../etc/passwd',
      'x'.repeat(3_000),
    ],
  ),
  fc.integer(),
  fc.double(),
  fc.string({ unit: 'binary' }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A value in good order with something wrong in it, somewhere; or something else altogether. */
export function bent(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value !== 'object' || value === null) return fc.oneof(nasty, fc.constant(value));
  const entries = Object.entries(value);
  const one = fc.nat(entries.length - 1).chain((i) => {
    const [name, inner] = entries[i] as [string, unknown];
    return fc.oneof(
      bent(inner).map((other) => ({ ...value, [name]: other })),
      fc.constant(Object.fromEntries(entries.filter((_, at) => at !== i))),
    );
  });
  const more = fc
    .tuple(fc.string({ minLength: 1, maxLength: 12 }), nasty)
    .map(([name, extra]) => ({ ...value, [name]: extra }));
  return fc.oneof({ weight: 6, arbitrary: one }, { weight: 1, arbitrary: more }, { weight: 1, arbitrary: nasty });
}
