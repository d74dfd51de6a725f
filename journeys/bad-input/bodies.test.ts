import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { test } from 'node:test';
import { aPerson } from '../kit/persons.ts';
import { untouched } from '../kit/untouched.ts';
import { aDoor } from './door.ts';
import { answerIn, assertProblem, type Ask } from './visitor.ts';
import { textsFor, walkTo, writes } from './walk.ts';

const wang = aPerson(1, '王小明');

async function writesWithBody(t: Parameters<typeof aDoor>[0]) {
  const door = await aDoor(t, wang);
  const [visitor] = door.visitors;
  const at = await walkTo(visitor.borrower, 'about-you');
  const all = writes(at, await textsFor(visitor.borrower));
  const signIn = { method: 'POST', path: '/api/customer/sessions', body: { mobile: '13900000000', password: 'x' } };
  const asks = Object.entries({ ...all, signIn }).filter(([, ask]) => ask.body !== undefined);
  return { ...door, visitor, at, all, asks };
}

test('only JSON is taken', async (t) => {
  const { world, visitor, asks } = await writesWithBody(t);
  const types = [
    ...['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml'],
    ...['application/jsonp', 'text/json', 'application', '/', 'text/html; charset=utf-8'],
  ];
  await untouched(world.db, 'a body that is no JSON by its type', async () => {
    for (const [name, ask] of asks) {
      for (const type of types) {
        const said = await visitor.send({ ...ask, headers: { 'content-type': type } });
        assertProblem(said, 'unsupported-media-type', `${name} ${type}`);
      }
    }
  });
});

test('a body that is no JSON by its content is refused as a whole', async (t) => {
  const { world, visitor, asks } = await writesWithBody(t);
  const broken: (string | Buffer)[] = [
    ...[
      '',
      ' ',
      '{',
      '{"productCode":',
      '[',
      'undefined',
      'NaN',
      "{'productCode':'instant-loan'}",
      '{}{}',
      '"',
      '\u0000',
    ],
    ...['{"a":01}', '{"a":+1}', '{"a":Infinity}', '{"a":1,}', '\ufeff{', '<html></html>', 'productCode=instant-loan'],
    Buffer.from([0xff, 0xfe, 0x7b, 0x7d]),
  ];
  const wrong = ['null', 'true', '0', '-1', '1e999', '"text"', '[]', '[{}]', '{}', '{"":null}'];
  const poison = [
    '{"__proto__":{"isAdmin":true}}',
    '{"constructor":{"prototype":{"isAdmin":true}}}',
    '{"productCode":"instant-loan","__proto__":null}',
    '{"answers":{"__proto__":{"a":1}},"version":1,"complete":false}',
    '{"prototype":1}',
  ];
  const deep = ['['.repeat(30_000) + ']'.repeat(30_000), '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000)];
  await untouched(world.db, 'a body that is no JSON, or not what is asked for', async () => {
    for (const [name, ask] of asks) {
      for (const raw of [...broken, ...wrong, ...poison, ...deep]) {
        const shown = `${name} ${String(raw).slice(0, 40)}`;
        assertProblem(await visitor.send({ ...ask, raw }), 'invalid-input', shown);
      }
    }
  });
  assert.equal(({} as Record<string, unknown>)['isAdmin'], undefined);
});

test('where nothing is asked for, nothing is taken', async (t) => {
  const { world, visitor, all } = await writesWithBody(t);
  const bodies = [
    '{"amountFen":1}',
    '[1]',
    '"x"',
    '7',
    '['.repeat(30_000) + ']'.repeat(30_000),
    '{"__proto__":{}}',
    'x',
  ];
  await untouched(world.db, 'a body that nobody asked for', async () => {
    for (const name of ['requestSubmissionCode', 'withdrawApplication', 'confirmDisbursement'] as const) {
      for (const raw of bodies)
        assertProblem(await visitor.send({ ...all[name], raw }), 'invalid-input', `${name} ${raw.slice(0, 20)}`);
    }
  });
});

test('a body of a megabyte is turned away before it is read', async (t) => {
  const { world, visitor, asks, all } = await writesWithBody(t);
  const huge = JSON.stringify({ productCode: 'x'.repeat(1_048_576) });
  const long = JSON.stringify({ productCode: 'x'.repeat(65_536) });
  await untouched(world.db, 'a huge body', async () => {
    for (const [name, ask] of [...asks, ['withdrawal', all.withdrawApplication]] as [string, Ask][]) {
      assertProblem(await visitor.send({ ...ask, raw: long }), 'payload-too-large', name);
    }
    assertProblem(await visitor.send({ ...all.saveAboutYou, raw: huge }), 'payload-too-large');
    // A file to be verified may have ten megabytes, and not one byte of base64 more.
    const verify = { method: 'POST', path: '/api/public/contract-verification' } as const;
    const file = JSON.stringify({ base64: 'A'.repeat(13_981_016 + 1_024) });
    assertProblem(await visitor.send({ ...verify, raw: file }), 'payload-too-large', 'verification');
    assertProblem(await visitor.send({ ...verify, raw: '{"base64":"%"}' }), 'invalid-input', 'verification');
  });
});

test('control characters belong in no text; every other character and SQL are kept as they were written', async (t) => {
  const { world, visitor, at, all } = await writesWithBody(t);
  let { version } = at;
  const save = (answers: object) => visitor.send({ ...all.saveAboutYou, body: { version, complete: false, answers } });
  await untouched(world.db, 'a text with control characters', async () => {
    for (const sign of [
      '\u0000',
      '\u0007',
      '\u001b[31m',
      '\u007f',
      '\u009f',
      '\n',
      '\r\n',
      '\t',
      '\ud800',
      '\udc00 x',
    ]) {
      const shown = JSON.stringify(sign);
      assertProblem(await save({ residenceAddress: `北京市东城区${sign}安定路 1 号` }), 'invalid-input', shown);
      assertProblem(await save({ department: `生产${sign}部门` }), 'invalid-input', shown);
    }
  });
  const texts = [
    "'; drop table application.applications; --",
    "1' or '1'='1' union select hash from credentials.passwords",
    '<script>alert(1)</script> {{contractNo}} ${process.env} %s %n',
    '𠮷野家旁边的胡同 👨‍👩‍👧 三号院',
    'ＦＵＬＬ ｗｉｄｔｈ　地址 é é ß',
    '\\u0000 \\x00 \\" \\\\ $1 :name ?',
    'نص عربي وعنوان',
  ];
  for (const text of texts) {
    const saved = answerIn(await save({ residenceAddress: text }));
    assert.equal(saved.aboutYou.residenceAddress, text);
    version = saved.version;
  }
  const params = { applicationId: at.applicationId };
  const read = await visitor.borrower.api.readApplication({ params, query: {} });
  assert.equal(read.aboutYou.residenceAddress, texts.at(-1));
});

test('what the API does not offer is not there', async (t) => {
  const { world, visitor, at } = await writesWithBody(t);
  const paths = [
    ...['/api', '/api/', '/api/customer', '/api/customer/nothing', '/api/customers/session', '/api/customer/session/'],
    ...[
      '/api/customer/sessions/1',
      '/API/customer/session',
      '/api/customer/../../etc/passwd',
      '/api//customer/session',
    ],
    ...[
      '/api/customer/products/instant-loan/quotes',
      '/api/console/users',
      '/api/customer/session.json',
      '/.env',
      '/x.php',
    ],
  ];
  await untouched(world.db, 'a request for nothing', async () => {
    for (const path of paths) {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
        assertProblem(await visitor.send({ method, path }), 'not-found', `${method} ${path}`);
      }
    }
    const application = `/api/customer/applications/${at.applicationId}`;
    for (const [method, path] of [
      ...['POST', 'PUT', 'PATCH', 'DELETE'].map((method) => [method, application]),
      ...['PUT', 'PATCH'].map((method) => [method, '/api/customer/sessions']),
      ...['POST', 'PUT'].map((method) => [method, '/api/customer/session']),
      ...['GET', 'POST', 'DELETE', 'PROPFIND'].map((method) => [method, `${application}/about-you`]),
      ...['TRACE', 'SEARCH', 'LOCK'].map((method) => [method, application]),
    ] as [string, string][]) {
      assertProblem(await visitor.send({ method, path }), 'not-found', `${method} ${path}`);
    }
    for (const path of ['/api/customer/applications/%E0%A4%A', '/api/%', '/%c0%ae%c0%ae/']) {
      assertProblem(await visitor.send({ method: 'GET', path }), 'not-found', path);
    }
  });
});

test('a question that is out of form or out of bounds is refused', async (t) => {
  const { visitors } = await aDoor(t, wang);
  const [visitor] = visitors;
  const quote = (query: string) =>
    visitor.send({ method: 'GET', path: `/api/customer/products/instant-loan/quote${query}` });
  for (const query of [
    ...[
      '',
      '?',
      '?amountFen=',
      '?amountFen=5000000',
      '?termMonths=12',
      '?amountFen=x&termMonths=12',
      '?amountFen=NaN&termMonths=12',
    ],
    ...['?amountFen=1.5&termMonths=12', '?amountFen=-100000&termMonths=12', '?amountFen=1e30&termMonths=12'],
    ...[
      '?amountFen=9007199254740992&termMonths=12',
      '?amountFen=Infinity&termMonths=12',
      '?amountFen=5000000&termMonths=0',
    ],
    ...[
      '?amountFen=5000000&termMonths=361',
      '?amountFen=5000000&termMonths=1.5',
      '?amountFen=5000000&amountFen=1&termMonths=12',
    ],
    ...['?amountFen[]=5000000&termMonths=12', "?amountFen=1'--&termMonths=12"],
  ]) {
    assertProblem(await quote(query), 'invalid-input', query);
  }
  assertProblem(await quote('?amountFen=5000000&termMonths=13'), 'not-found');
  assertProblem(await quote('?amountFen=99900&termMonths=12'), 'below-minimum');
  assertProblem(await quote('?amountFen=50010000&termMonths=12'), 'above-limit');
  assertProblem(await quote('?amountFen=5000001&termMonths=12'), 'not-a-multiple');
  await visitor.borrower.signIn();
  for (const waitMs of ['-1', '10001', '1.5', 'x', '1e9', 'NaN']) {
    const path = `/api/customer/applications/${randomUUID()}?waitMs=${waitMs}`;
    assertProblem(await visitor.send({ method: 'GET', path }), 'invalid-input', waitMs);
  }
});

test('what is no HTTP at all gets an answer that gives nothing away, and the server lives on', async (t) => {
  const { url, visitors } = await aDoor(t, wang);
  const { hostname, port } = new URL(url);
  const say = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      let heard = '';
      const socket = connect(Number(port), hostname, () => socket.end(text));
      socket.setEncoding('latin1').on('data', (chunk: string) => (heard += chunk));
      socket.on('error', reject).on('close', () => resolve(heard));
    });
  const head = 'POST /api/customer/sessions HTTP/1.1\r\nHost: x\r\n';
  for (const text of [
    'hello\r\n\r\n',
    `${head}Content-Length: -5\r\n\r\n`,
    `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    `GET /api/customer/session HTTP/1.1\r\nHost: x\r\nX-Long: ${'y'.repeat(20_000)}\r\n\r\n`,
    `${head}X-Nul: a\u0000b\r\n\r\n`,
    '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
  ]) {
    const heard = await say(text);
    assert.match(heard, /^HTTP\/1\.1 4\d\d /, JSON.stringify(text.slice(0, 60)));
    assert.doesNotMatch(heard, /node_modules|\.ts:|at \w+ \(/);
  }
  await visitors[0].borrower.signIn();
});
