/**
 * A live list while somebody's pointer rests on it: rows keep their places and take their new values; what has come, gone or moved
 * waits until the pointer leaves, and is counted.
 */
export function steady<Row>(shown: readonly Row[], now: readonly Row[], keyOf: (row: Row) => string) {
  const fresh = new Map(now.map((row) => [keyOf(row), row]));
  const before = new Set(shown.map(keyOf));
  const rows = shown.map((row) => fresh.get(keyOf(row)) ?? row);
  const gone = rows.filter((row) => !fresh.has(keyOf(row))).length;
  const come = now.filter((row) => !before.has(keyOf(row))).length;
  const stayed = rows.map(keyOf).filter((key) => fresh.has(key));
  const places = now.map(keyOf).filter((key) => before.has(key));
  const moved = stayed.filter((key, i) => places[i] !== key).length;
  return { rows, waiting: gone + come + moved };
}
