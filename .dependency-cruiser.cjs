// Who may import whom. A broken rule fails the build with its comment; scripts/dependency-rules.test.ts breaks each once.
const stages = [
  'application',
  'decision',
  'review',
  'contract',
  'signing',
  'disbursement',
  'servicing',
  'repayment',
  'corrections',
  'reminders',
  'copies',
  'evidence',
];
const module_ = '(?:customer|lending|bank)/[^/]+/|ledger/|operations/';
const insideModules = `^server/src/(?:${module_})`;
const business = '^server/src/(customer|lending|ledger|bank|operations)/';
const tests = '\\.test\\.tsx?$';
const no = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const shared = [
  no(
    'values-stand-alone',
    'Value types depend on nothing of ours.',
    { path: '^shared/values/' },
    { path: '^(shared|server|web|simulators)/', pathNot: '^shared/values/' },
  ),
  no(
    'loan-math-knows-values-only',
    'The engine computes for phone, contract and ledger alike, so it knows none of them.',
    { path: '^shared/loan-math/' },
    { path: '^shared/', pathNot: '^shared/(loan-math|values)/' },
  ),
  no(
    'shared-knows-no-side',
    'What both sides of the wire share knows neither side.',
    { path: '^shared/' },
    { path: '^(server|web|simulators)/' },
  ),
];

const web = [
  no(
    'web-knows-shared-only',
    'Front ends know the server by shared/http-api alone.',
    { path: '^web/', pathNot: [tests, 'vite\\.config\\.ts$'] },
    { path: '^(server|simulators|journeys|bench|scripts)/' },
  ),
  no(
    'web-takes-types-of-the-api',
    "The schemas and zod stay out of the browser: import type, or import the package's client.",
    { path: '^web/[^/]+/src/', pathNot: tests },
    {
      path: [
        '^shared/http-api/src/(index|openapi|schemas|operation|customer/|console/)',
        '(^|/)node_modules/zod/(v4/)?index',
      ],
      dependencyTypesNot: ['type-only'],
    },
  ),
  no(
    'features-stay-apart',
    'Screens of one feature never reach into another.',
    { path: '^web/([^/]+)/src/features/([^/]+)/' },
    { path: '^web/$1/src/features/', pathNot: '^web/$1/src/features/$2/' },
  ),
  no(
    'front-ends-stay-apart',
    'Two front ends share web/ui and shared/, and ui knows no front end.',
    { path: '^web/([^/]+)/' },
    { path: '^web/', pathNot: ['^web/$1/', '^web/ui/'] },
  ),
];

const kinds = [
  no(
    'rules-are-pure',
    'A .rules.ts file computes: no SQL, no HTTP, no outside system, no clock.',
    { path: '^server/.*\\.rules\\.ts$' },
    {
      pathNot: [
        '^shared/',
        '\\.rules\\.ts$',
        '/(refusals?|states?|chart-of-accounts)\\.ts$',
        '/index\\.ts$',
        '(^|/)node_modules/zod/',
        // Its hashes compute; tidy.ts sees to it that nothing random is drawn.
        '^(node:)?(assert(/strict)?|crypto)$',
      ],
      dependencyTypesNot: ['type-only'],
    },
  ),
  no(
    'rules-take-types-only',
    "Through another module's index.ts a .rules.ts file takes types, never functions.",
    { path: '^server/.*\\.rules\\.ts$' },
    { path: '/index\\.ts$', pathNot: ['^shared/', '(^|/)node_modules/'], dependencyTypesNot: ['type-only'] },
  ),
  no(
    'rules-know-no-database',
    'A .rules.ts file does not even name the types of transactions, tables or requests: it gets values.',
    { path: '^server/.*\\.rules\\.ts$' },
    {
      path: ['\\.store\\.ts$', '^server/src/(platform|http)/', '(^|/)node_modules/(kysely|pg|fastify)/'],
      dependencyTypes: ['type-only'],
    },
  ),
  no(
    'sql-in-stores',
    'SQL is written in .store.ts files and in platform, nowhere else.',
    { path: '^server/src/', pathNot: ['\\.store\\.ts$', tests, '^server/src/(platform|bin)/'] },
    { path: ['(^|/)node_modules/(kysely|pg|pg-boss)/', '^server/src/platform/db/(sql|schema\\.generated)\\.ts$'] },
  ),
];

const modules = [
  no(
    'modules-by-the-front-door',
    'Another module is used through its index.ts.',
    { path: `^server/src/(${module_})` },
    { path: insideModules, pathNot: ['^server/src/$1', '/index\\.ts$'] },
  ),
  no(
    'everyone-by-the-front-door',
    'So do lifecycle.ts, day-end.ts, accounting.ts, wiring.ts, http, tests and tools.',
    {
      path: '^(server/(src/(lending/[^/]+\\.ts$|http/|integrations/|platform/|bin/|[^/]+\\.ts$)|test-kit/)|journeys/|bench/|scripts/)',
    },
    { path: insideModules, pathNot: ['/index\\.ts$', '^server/src/lending/[^/]+\\.ts$'] },
  ),
  ...stages
    .slice(0, -1)
    .map((stage, i) =>
      no(
        `${stage}-looks-back-only`,
        'A stage may use earlier stages, never later ones; lifecycle.ts joins them.',
        { path: `^server/src/lending/${stage}/` },
        { path: `^server/src/lending/(${stages.slice(i + 1).join('|')})/` },
      ),
    ),
  no(
    'stages-do-not-steer',
    'What follows what is read in lifecycle.ts and day-end.ts; a stage emits and does not know them.',
    { path: '^server/src/lending/[^/]+/' },
    { path: '^server/src/lending/(lifecycle|day-end)\\.ts$' },
  ),
  no(
    'customer-knows-no-loans',
    'Who a customer is does not depend on what they borrow.',
    { path: '^server/src/customer/' },
    { path: '^server/src/lending/' },
  ),
  no(
    'ledger-knows-no-loans',
    'The ledger keeps books for anyone: it imports values and platform only.',
    { path: '^server/src/ledger/' },
    { path: '^(server|shared)/', pathNot: ['^server/src/(ledger|platform)/', '^shared/values/', '^server/test-kit/'] },
  ),
  no(
    'bank-knows-no-customer',
    'What staff set is read by customer and lending, never the other way round.',
    { path: '^server/src/bank/' },
    { path: '^server/src/(customer|lending|ledger)/' },
  ),
  no(
    'operations-are-for-people',
    'What staff look at decides nothing: only http reads it.',
    { path: '^server/src/(customer|lending|ledger|bank)/', pathNot: '^server/src/ledger/' },
    { path: '^server/src/operations/' },
  ),
];

const edges = [
  no(
    'ports-only',
    'The product sees ports; adapters and wire formats stay inside the integration, and wiring.ts joins them.',
    { path: '^server/src/', pathNot: ['^server/src/(integrations/|wiring(\\.ts$|/))', tests] },
    // external-calls is no outside system but the record of all calls to them.
    { path: '^server/src/integrations/(?!external-calls/index\\.ts$)[^/]+/(?!port\\.ts$)' },
  ),
  no(
    'integrations-know-no-business',
    'An adapter translates and does nothing else.',
    { path: '^server/src/integrations/' },
    { path: `${business}.*index\\.ts$` },
  ),
  no(
    'integrations-stay-apart',
    'One outside system knows nothing of another.',
    // A test may bring two together.
    { path: '^server/src/integrations/([^/]+)/', pathNot: tests },
    {
      path: '^server/src/integrations/[^/]+/',
      pathNot: ['^server/src/integrations/$1/', '^server/src/integrations/external-calls/index\\.ts$'],
    },
  ),
  no(
    'http-is-the-entrance',
    'Nothing but wiring.ts and main.ts imports http.',
    { path: '^server/src/', pathNot: ['^server/src/(http/|ledger/|wiring(\\.ts$|/)|main\\.ts$)', '/platform/', tests] },
    { path: '^server/src/http/' },
  ),
  no(
    'business-knows-no-http',
    'Business code does not know that it is called over HTTP.',
    { path: business, pathNot: ['\\.rules\\.ts$', '^server/src/ledger/', tests] },
    {
      path: ['(^|/)node_modules/(fastify|@fastify)/', '^shared/http-api/src/(?!fields\\.ts$)'],
      dependencyTypesNot: ['type-only'],
    },
  ),
  no(
    'doors-stay-apart',
    'The doors for customers, staff, partners and callbacks share http/*.ts and nothing of each other.',
    { path: '^server/src/http/([^/]+)/' },
    { path: '^server/src/http/[^/]+/', pathNot: '^server/src/http/$1/' },
  ),
  no(
    'platform-knows-no-business',
    'Platform could serve another product.',
    { path: '^server/src/platform/' },
    { path: '^server/src/(?!platform/)' },
  ),
  no(
    'wiring-is-the-top',
    'Only programs, tests and tools start from wiring.ts.',
    {
      path: '^server/src/',
      pathNot: ['^server/src/(main\\.ts$|bin/|wiring(\\.ts$|/)|platform/|ledger/)', tests],
    },
    { path: '^server/src/(wiring|main)(\\.ts$|/)' },
  ),
  no(
    'simulators-stand-apart',
    'Simulators are written from the interface documents, not from our code.',
    { path: '^simulators/' },
    { path: '^(server|web|shared|journeys|bench|scripts)/' },
  ),
  no(
    'nothing-ships-with-simulators',
    'Only journeys, scripts, benches and tests run simulators.',
    { path: '^(server/src|web|shared)/', pathNot: [tests, '^(web|shared)/'] },
    { path: '^simulators/' },
  ),
  no(
    'nothing-ships-with-tests',
    'What is run does not depend on what tests it.',
    { path: '^(server/src|shared)/', pathNot: tests },
    { path: ['^(journeys|bench|scripts)/', '^server/test-kit/', tests] },
  ),
];

const graph = [
  no('no-cycles', 'A cycle means two names for one module.', {}, { circular: true }),
  no(
    'no-orphans',
    'Code that nothing uses is deleted.',
    {
      orphan: true,
      path: '^(server|shared|web|simulators)/',
      pathNot: [tests, '\\.d\\.ts$', '/bin/', '\\.config\\.ts$', '^web/[^/]+/(public/|src/polyfill\\.ts$)'],
    },
    {},
  ),
  no('no-unknowns', 'An import leads somewhere.', {}, { couldNotResolve: true, pathNot: '^virtual:' }),
];

module.exports = {
  forbidden: [...shared, ...web, ...kinds, ...modules, ...edges, ...graph],
  options: {
    // TypeScript 7 has no parser that dependency-cruiser can call: without swc it would see no file and find nothing.
    parser: 'swc',
    tsPreCompilationDeps: true,
    exclude: { path: '(^|/)(dist|\\.data|\\.artefacts)/' },
    // Not excluded: an excluded package would be invisible to the rules that forbid it.
    doNotFollow: { path: '(^|/)node_modules/(?!@miaodai)' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'default'] },
  },
};
