import { minuteInShanghai, yuanDisplay, type CustomerId, type Fen, type Instant } from '@miaodai/values';
import { accountNoOf, boundCardOf } from '../../customer/account/index.ts';
import { consentsOf, ruleOf } from '../../customer/consent/index.ts';
import { currentIdDocument } from '../../customer/documents/index.ts';
import { readEcif } from '../../customer/ecif/index.ts';
import { listSessions, readContact, securityEventsOf } from '../../customer/identity/index.ts';
import { messagesOf } from '../../customer/messages/index.ts';
import type { Cell, Section } from '../../customer/privacy/index.ts';
import { transfersOf } from '../../customer/transfers/index.ts';
import { applicationsOf, type OwnApplication } from '../../lending/application/index.ts';
import { contractOf } from '../../lending/contract/index.ts';
import { copiesOf } from '../../lending/copies/index.ts';
import { decisionOf } from '../../lending/decision/index.ts';
import { customersPapers } from '../../lending/review/index.ts';
import { listLoans } from '../../lending/servicing/index.ts';
import { signingOf, type Signing } from '../../lending/signing/index.ts';
import type { Needs } from './needs.ts';
import { repayments } from './personal-repayments.ts';

type Asked = Pick<Needs, 'db' | 'vault' | 'clock'>;

/** All that is held about a customer, each part as its module tells it. Unmasked: it is theirs. Nothing that proves them is in it. */
export async function personalData(needs: Asked, customerId: CustomerId): Promise<Section[]> {
  return Promise.all([
    whoTheyAre(needs, customerId),
    idDocument(needs, customerId),
    account(needs, customerId),
    transfers(needs, customerId),
    applications(needs, customerId),
    signings(needs, customerId),
    copies(needs, customerId),
    loans(needs, customerId),
    repayments(needs, customerId),
    consents(needs, customerId),
    messages(needs, customerId),
    access(needs, customerId),
    elsewhere(),
  ]);
}

const at = (moment: Instant | null): Cell => (moment === null ? null : minuteInShanghai(moment));
const yuan = (amount: Fen): Cell => `${yuanDisplay(amount)} 元`;

async function whoTheyAre({ db, vault }: Asked, customerId: CustomerId): Promise<Section> {
  const { name, idNumber, mobile } = await readContact(db, vault, customerId);
  const record = { 客户编号: customerId, 姓名: name ?? null, 身份证号: idNumber ?? null, 手机号: mobile };
  const ecif = await readEcif(db, vault, customerId);
  const more = Object.entries(ecif).map(([field, value]) => [FIELDS[field] ?? field, value ?? null]);
  return {
    ...{ name: 'identity', title: '身份和联系方式', purpose: '用于核实您是谁、与您联系，并履行反洗钱义务。' },
    records: [record, ...(more.length > 0 ? [Object.fromEntries(more) as Record<string, Cell>] : [])],
  };
}

async function idDocument({ db, vault }: Asked, customerId: CustomerId): Promise<Section> {
  const held = await currentIdDocument(db, vault, customerId);
  const words: Record<string, Cell> = {};
  for (const [field, value] of Object.entries(held ?? {}))
    if (CARD_FIELDS.has(field)) words[FIELDS[field] ?? field] = value as Cell;
  return {
    ...{
      name: 'id-document',
      title: '身份证件',
      purpose: '证件正反面影像和其中的信息，用于核实身份。影像可在网点申请复制。',
    },
    records: held ? [{ 确认时间: at(held.confirmedAt), ...words }] : [],
  };
}

async function account({ db, vault }: Asked, customerId: CustomerId): Promise<Section> {
  const accountNo = await accountNoOf(db, vault, customerId);
  const card = await boundCardOf(db, vault, customerId);
  const bound = card && {
    绑定银行卡: card.cardNo,
    开户行: card.bankName,
    银行预留手机号: card.mobile,
    绑定时间: at(card.boundAt),
  };
  return {
    ...{
      name: 'account',
      title: '电子账户和银行卡',
      purpose: '用于收款、转账和还款。交易明细可在“账户”页面按日期查询。',
    },
    records: [...(accountNo ? [{ 电子账号: accountNo }] : []), ...(bound ? [bound] : [])],
  };
}

async function transfers({ db, vault }: Asked, customerId: CustomerId): Promise<Section> {
  const all = await transfersOf(db, vault, customerId);
  return {
    ...{ name: 'transfers', title: '转入和转出', purpose: '您发起的转账。' },
    records: all.map((transfer) => ({
      方向: transfer.direction === 'in' ? '转入' : '转出',
      金额: yuan(transfer.amountFen),
      银行卡: transfer.cardNo,
      状态: transfer.state,
      申请时间: at(transfer.requestedAt),
    })),
  };
}

async function applications({ db, vault }: Asked, customerId: CustomerId): Promise<Section> {
  const all = await applicationsOf(db, vault, customerId);
  return {
    ...{ name: 'applications', title: '贷款申请和审批结果', purpose: '用于审批您的贷款申请。' },
    records: await Promise.all(
      all.map(async (application) => {
        const decision = await decisionOf(db, application.id);
        const papers = (await customersPapers(db, vault, application.id)).map(({ name }) => name);
        return {
          ...applicationRecord(application),
          ...(papers.length > 0 ? { 上传的资料: papers.join('、') } : {}),
          ...(decision
            ? {
                审批结果: decision.approved ? '通过' : '未通过',
                审批额度: yuan(decision.limitFen),
                未通过原因: decision.reasons.join('、') || null,
              }
            : {}),
        };
      }),
    ),
  };
}

const applicationRecord = ({ answers, ...application }: OwnApplication): Record<string, Cell> => ({
  申请编号: application.no,
  状态: application.status,
  员工编号: application.erpNo,
  单位: application.employerName,
  入职日期: application.hiredOn,
  开始时间: at(application.startedAt),
  提交时间: at(application.submittedAt),
  ...Object.fromEntries(
    Object.entries({ ...answers.aboutYou, ...answers.money }).map(([field, value]) => [
      FIELDS[field] ?? field,
      value ?? null,
    ]),
  ),
});

async function signings({ db, vault }: Asked, customerId: CustomerId): Promise<Section> {
  const all = await applicationsOf(db, vault, customerId);
  const records = await Promise.all(
    all.map(async ({ id }) => {
      const contract = await contractOf(db, vault, id);
      const signing = contract && (await signingOf(db, vault, contract.id));
      return signing ? [signingRecord(contract.no, signing)] : [];
    }),
  );
  return {
    ...{
      name: 'signings',
      title: '合同签署',
      purpose: '证明合同由您和银行签署。已签署的合同文件可在“查看合同”中打开。',
    },
    records: records.flat(),
  };
}

function signingRecord(contractNo: string, { evidence, signatures, signedAt }: Signing): Record<string, Cell> {
  const own = signatures.find(({ signer }) => signer === 'customer');
  return {
    合同编号: contractNo,
    同意时间: at(evidence?.agreedAt ?? null),
    渠道: evidence?.from.channel ?? null,
    设备: evidence?.from.device ?? null,
    地址: evidence?.from.ip ?? null,
    事件证书姓名: own?.name ?? null,
    事件证书编号: own?.certificateNo ?? null,
    签署时间: at(signedAt),
  };
}

async function copies({ db, vault }: Asked, customerId: CustomerId): Promise<Section> {
  const all = await copiesOf(db, vault, customerId);
  return {
    ...{ name: 'copies', title: '发送到邮箱的合同', purpose: '按您的要求，把合同加密发送到您指定的邮箱。' },
    records: all.map(({ address, state, requestedAt }) => ({
      邮箱: address,
      状态: COPY_STATES[state],
      申请时间: at(requestedAt),
    })),
  };
}
const COPY_STATES = { queued: '排队中', accepted: '已发送', bounced: '被退回', failed: '发送失败' } as const;

async function loans({ db, vault }: Asked, customerId: CustomerId): Promise<Section> {
  const all = await listLoans(db, vault, customerId);
  return {
    ...{ name: 'loans', title: '贷款', purpose: '履行借款合同。合同全文可在贷款详情中查看。' },
    records: all.map((loan) => ({
      借据号: loan.no,
      状态: loan.state === 'closed' ? '已结清' : '还款中',
      借款金额: yuan(loan.principalFen),
      未还本金: yuan(loan.outstandingFen),
      期数: loan.termMonths,
      放款日: loan.disbursedOn,
      到期日: loan.maturesOn,
      还款账号: loan.accountNo,
    })),
  };
}

async function consents({ db }: Asked, customerId: CustomerId): Promise<Section> {
  const all = await consentsOf(db, customerId);
  return {
    ...{ name: 'consents', title: '授权和协议', purpose: '证明处理您的信息得到过您的同意。' },
    records: all.map((consent) => ({
      名称: ruleOf(consent.kind).title,
      版本: consent.version,
      同意时间: at(consent.agreedAt),
      渠道: consent.channel,
      设备: consent.device,
      撤回时间: at(consent.revokedAt),
    })),
  };
}

async function messages({ db, vault }: Asked, customerId: CustomerId): Promise<Section> {
  const all = await messagesOf(db, vault, customerId, 500);
  return {
    ...{ name: 'messages', title: '发给您的短信', purpose: '最近 500 条，不含验证码。' },
    records: all.map(({ text, queuedAt, sentAt }) => ({ 内容: text, 时间: at(sentAt ?? queuedAt) })),
  };
}

async function access({ db, clock }: Asked, customerId: CustomerId): Promise<Section> {
  const [sessions, events] = await Promise.all([
    listSessions(db, customerId, clock.now()),
    securityEventsOf(db, customerId, 500),
  ]);
  return {
    ...{ name: 'access', title: '登录和安全记录', purpose: '用于保护您的账户。' },
    records: [
      ...sessions.map(({ device, ip, startedAt }) => ({ 事件: '登录中', 设备: device, 地址: ip, 时间: at(startedAt) })),
      ...events.map(({ title, device, ip, at: moment }) => ({ 事件: title, 设备: device, 地址: ip, 时间: at(moment) })),
    ],
  };
}

/** What is held and not written out here, said openly. */
const elsewhere = (): Promise<Section> =>
  Promise.resolve({
    ...{ name: 'elsewhere', title: '没有写在本文件里的信息', purpose: '以下信息我们持有，但不在本文件中写出。' },
    records: [
      { 信息: '登录密码、交易密码', 说明: '只保存无法还原的校验值。' },
      { 信息: '人脸识别影像', 说明: '作为核验凭证加密保存，到期自动删除；撤回人脸信息授权后立即删除。' },
      { 信息: '贷款证据包', 说明: '发生纠纷时证明经过的材料，加密保存；可到网点申请查阅。' },
      { 信息: '信用报告和风险评估资料', 说明: '加密保存于审批档案。信用报告可向中国人民银行征信中心查询。' },
    ],
  });

const CARD_FIELDS: ReadonlySet<string> = new Set([
  ...['name', 'sex', 'ethnicity', 'birthDate', 'address', 'idNumber', 'issuer', 'validFrom', 'validTo'],
]);

/** As the forms and papers call them. */
const FIELDS: Readonly<Record<string, string>> = {
  name: '姓名',
  sex: '性别',
  ethnicity: '民族',
  birthDate: '出生日期',
  address: '住址',
  idNumber: '身份证号',
  issuer: '签发机关',
  validFrom: '有效期开始',
  validTo: '有效期截止',
  idIssuer: '签发机关',
  idValidFrom: '证件有效期开始',
  idValidTo: '证件有效期截止',
  nationality: '国籍',
  idAddress: '证件住址',
  mobile: '手机号',
  maritalStatus: '婚姻状况',
  education: '学历',
  residenceAddress: '现居住地址',
  department: '部门',
  position: '职务',
  housing: '住房情况',
  monthlyIncomeFen: '月收入（分）',
  monthlyExpenseFen: '月支出（分）',
  monthlyDebtFen: '月还款（分）',
  termMonths: '期数',
  purpose: '借款用途',
};
