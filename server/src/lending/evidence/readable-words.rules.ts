import { aboutYouFields } from '@miaodai/http-api/fields';

/** Names of facts in the words of whoever must read them. What is not here keeps its own name: nothing is left out. */
export const FACT_WORDS: Readonly<Record<string, string>> = {
  ...{
    consentId: '同意记录编号',
    kind: '类别',
    subject: '所属业务编号',
    version: '版本',
    textHash: '文本哈希（SHA-256）',
  },
  ...{ agreedAt: '同意时间', channel: '渠道', device: '设备', ip: 'IP 地址', revokedAt: '撤回时间', text: '文本' },
  ...{
    title: '标题',
    paragraphs: '正文',
    agreedTextHash: '客户同意的文本哈希',
    isTheTextAgreedTo: '即客户所同意的文本',
  },
  ...{ customerId: '客户编号', name: '姓名 / 名称', idNumber: '证件号码', document: '身份证件', registry: '联网核查' },
  ...{
    documentId: '证件记录编号',
    edited: '客户更正的项目',
    expiresOn: '有效期至',
    confirmedAt: '确认时间',
    sides: '证件影像',
  },
  ...{ side: '面', readAt: '识别时间', pictureSha256: '影像哈希（SHA-256）', reading: '识别结果', quality: '影像质量' },
  ...{ fields: '项目', confidence: '识别把握', sex: '性别', ethnicity: '民族', birthDate: '出生日期', address: '住址' },
  ...{ issuer: '签发机关', validFrom: '有效期起', validTo: '有效期止', answer: '结果', system: '系统', at: '时间' },
  ...{
    attemptId: '识别编号',
    purpose: '用途',
    required: '是否要求',
    standIn: '替代引擎（仅测试环境）',
    actions: '要求的动作',
  },
  ...{ framesPerAction: '每个动作的画面数', startedAt: '开始时间', submittedAt: '提交时间', decidedAt: '判定时间' },
  ...{
    reason: '结果',
    scores: '测量值',
    usedAt: '使用时间',
    pictures: '留存画面',
    shows: '画面内容',
    sha256: 'SHA-256',
  },
  ...{ keepUntil: '保存至', no: '序号', sizeBytes: '字节数', passed: '是否通过', findings: '检查项' },
  ...{ id: '编号', status: '状态', step: '步骤', erpNo: 'ERP 编号', employerName: '单位', hiredOn: '入职日期' },
  ...{ answers: '填写内容', aboutYou: '个人与职业', money: '收入与贷款', maritalStatus: '婚姻状况', education: '学历' },
  ...{ residenceAddress: '居住地址', department: '部门', position: '职位', housing: '住房' },
  ...{ monthlyIncomeFen: '月收入', monthlyExpenseFen: '月支出', monthlyDebtFen: '月负债', wantedFen: '期望金额' },
  ...{
    approved: '是否批准',
    limitFen: '核定额度',
    annualRatePpm: '年利率（单利）',
    reasons: '原因',
    validUntil: '有效期至',
  },
  ...{
    decisionId: '决策编号',
    applicationId: '申请编号（系统）',
    recommended: '仅为建议（由人工决定）',
    modelId: '模型编号',
  },
  ...{ modelVersion: '模型版本', productCode: '产品代码', decidedOn: '决策日', score: '评分', grade: '等级' },
  ...{
    outcomes: '各条规则的结果',
    missing: '缺失的数据',
    dossier: '决策依据',
    events: '经过',
    event: '事项',
    by: '经办人',
  },
  ...{ note: '说明', terms: '条款', amountFen: '金额', termMonths: '期限（月）', costStatementHash: '成本明示表哈希' },
  ...{ costStatement: '综合融资成本明示表', principalFen: '本金', items: '费用项目', howCharged: '收取方式' },
  ...{
    standard: '收费标准',
    chargedBy: '收取主体',
    annualCostPpm: '年化综合融资成本（单利）',
    irrPpm: '内部收益率（年化）',
  },
  ...{ onDefault: '违约时的费用', closing: '说明', readingSeconds: '最短阅读秒数', mustReachEnd: '须读至末尾' },
  ...{
    contract: '合同条款',
    drawnUpOn: '拟定日',
    schedule: '还款计划',
    accountNo: '账户',
    repaymentMethod: '还款方式',
  },
  ...{
    convention: '计息约定',
    signedOffline: '纸质签署',
    costConfirmedAt: '成本明示表确认时间',
    effectiveOn: '生效日',
  },
  ...{ disbursementId: '放款编号', loanId: '借据编号（系统）', transferNo: '转账流水号（本行）', remark: '附言' },
  ...{ requestedAt: '申请时间', settledAt: '完成时间', paidOn: '放款日（核心账务日）', coreSerialNo: '核心流水号' },
  ...{
    contractId: '合同编号（系统）',
    state: '状态',
    outstandingFen: '未还本金',
    disbursedOn: '放款日',
    maturesOn: '到期日',
  },
  ...{ rows: '各期', dueOn: '应还日', days: '天数', interestFen: '利息', totalFen: '合计', balanceFen: '剩余本金' },
  ...{
    signedAt: '签署时间',
    signatures: '电子签名',
    signer: '签署人',
    certificateNo: '证书序列号',
    evidence: '身份证据',
  },
  ...{ evidenceHash: '身份证据哈希', requestNo: '证书申请编号', certificate: '证书', certifiedAt: '证书签发时间' },
  ...{ contractNo: '合同编号', chain: '证书链', algorithm: '算法', refusalCode: '拒绝代码', refusedAt: '拒绝时间' },
  ...{
    check: '检查',
    applicant: '申请人',
    ageYears: '年龄',
    application: '申请',
    branchCode: '机构代码',
    route: '产品路线',
  },
  ...{
    bigData: '大数据平台',
    known: '有应答',
    warnings: '风险提示',
    bureau: '征信',
    lenderQueries6m: '近 6 个月机构查询次数',
  },
  ...{ openLoans: '未结清贷款数', overdueCount24m: '近 24 个月逾期次数', worstOverdueDays: '最长逾期天数' },
  ...{ employer: '单位', code: '代码', employee: '在职', monthsEmployed: '在职月数', whitelisted: '在名册中' },
  ...{
    history: '本行历史',
    applications: '申请次数',
    declined: '未通过次数',
    overdueDays: '逾期天数',
    product: '产品',
  },
  ...{ amountStepFen: '金额级差', dayCount: '计息方法', maxAmountFen: '最高金额', minAmountFen: '最低金额' },
  ...{ limit: '界限', rule: '规则', value: '取值', declaredAt: '声明时间', remainder: '尾差', rounding: '舍入' },
  ...{ faces: '人脸识别', shownAt: '通过时间', from: '来源', idDocument: '身份证件', password: '交易密码验证' },
  ...{ envelopeHash: '密码密文的哈希', provenAt: '验证时间', systemCheckedAt: '系统检查时间', signingId: '签署编号' },
  ...{ notAfter: '有效期止', serialNo: '证书序列号', useOfFundsNo: '用途声明编号', signedOn: '签订日期' },
  ...{ useOfFundsSignedOn: '用途声明签订日期', loanNo: '借据编号' },
};

/** Values that are words of ours, each with the name that it stands under. */
const VALUE_WORDS: Readonly<Record<string, string>> = {
  ...wordsOf('maritalStatus', aboutYouFields.maritalStatus.options),
  ...wordsOf('education', aboutYouFields.education.options),
  ...wordsOf('position', aboutYouFields.position.options),
  ...wordsOf('housing', aboutYouFields.housing.options),
  ...wordsOf('actions', {
    'turn-left': '向左转头',
    'turn-right': '向右转头',
    blink: '眨眼',
    'open-mouth': '张嘴',
  }),
  ...wordsOf('shows', {
    ...{ neutral: '正视', 'turn-left': '向左转头', 'turn-right': '向右转头', blink: '眨眼', 'open-mouth': '张嘴' },
  }),
  ...wordsOf('channel', { 'direct-bank': '直销银行', 'partner-app': '合作渠道' }),
  ...wordsOf('check', { identity: '身份核查', 'own-history': '本行记录', account: '账户' }),
  ...wordsOf('kind', { 'at-least': '不低于', 'at-most': '不高于' }),
  ...wordsOf('purpose', { apply: '申请贷款', 'open-account': '开户', 'reset-password': '重置密码' }),
  ...wordsOf('reason', { passed: '通过' }),
  ...wordsOf('repaymentMethod', {
    ...{ 'equal-instalment': '等额本息', 'equal-principal': '等额本金', 'interest-only': '按月付息、到期还本' },
  }),
  ...wordsOf('signer', { customer: '客户', bank: '银行' }),
  ...wordsOf('side', { front: '人像面', back: '国徽面' }),
  ...wordsOf('answer', { agreed: '姓名与证件号码一致' }),
  ...wordsOf('system', { 'citizen-registry': '公民身份核查系统' }),
  ...wordsOf('route', { instant: '秒贷', standard: '普通贷款' }),
  ...wordsOf('rounding', { 'half-up': '四舍五入' }),
  ...wordsOf('remainder', { 'last-period': '计入末期' }),
};

/** With its own word behind it, as the file has it: 本科（bachelor）. */
export function valueText(name: string, value: string): string {
  const words = VALUE_WORDS[`${name}=${value}`];
  return words === undefined ? value : `${words}（${value}）`;
}

function wordsOf(name: string, options: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(options).map(([value, words]) => [`${name}=${value}`, words]));
}
