/** What can be agreed to. */
export type ConsentKind =
  | 'registration'
  | 'id-document'
  | 'account-agreement'
  | 'card-binding'
  | 'employee-information'
  | 'credit-report'
  | 'face-check'
  | 'use-of-funds'
  | 'cost-statement'
  | 'loan-contract';

/** What taking a consent back does: ends the application that rests on it, deletes the pictures of a face, or nothing of its own. */
type Revoking = 'ends-application' | 'deletes-face' | 'not-alone';
type Rule = { title: string; revoking: Revoking; words: string };

/** In the customer's words: what revoking means or, where a consent cannot be taken back alone, why and what to do instead. */
const RULES: Readonly<Record<ConsentKind, Rule>> = {
  registration: {
    title: '用户注册协议',
    revoking: 'not-alone',
    words: '这是使用本服务的基础协议，不能单独撤回。如不再使用，可以注销客户信息。',
  },
  'id-document': {
    title: '身份证件信息处理同意书',
    revoking: 'not-alone',
    words: '反洗钱法要求银行在为您服务期间核实并保存身份资料，不能单独撤回。注销后按法定期限保存，到期删除。',
  },
  'account-agreement': {
    title: '电子账户服务协议',
    revoking: 'not-alone',
    words: '账户存续期间不能单独撤回。如不再使用，请先将余额转出，再注销。',
  },
  'card-binding': {
    title: '绑定账户授权书',
    revoking: 'not-alone',
    words: '请在“账户管理”中解绑银行卡，解绑后本授权即终止。',
  },
  'employee-information': {
    title: '个人员工信息查询授权书',
    revoking: 'ends-application',
    words: '撤回后，依据本授权办理的贷款申请将终止。撤回前已进行的查询不受影响。',
  },
  'credit-report': {
    title: '个人信用报告查询授权书',
    revoking: 'ends-application',
    words: '撤回后，依据本授权办理的贷款申请将终止，我们不再查询您的信用报告。撤回前已进行的查询不受影响。',
  },
  'face-check': {
    title: '人脸信息处理同意书',
    revoking: 'deletes-face',
    words: '撤回后，我们不再使用并删除留存的人脸图像；再次办理需要人脸识别的业务时，会重新征求您的同意。',
  },
  'use-of-funds': {
    title: '贷款用途承诺书',
    revoking: 'not-alone',
    words: '这是您对贷款用途的承诺，是借款的条件，不能单独撤回。尚未放款的，可以取消申请。',
  },
  'cost-statement': {
    title: '贷款综合成本明示表',
    revoking: 'not-alone',
    words: '这是您已阅读综合成本的确认，不涉及个人信息授权，不能撤回。',
  },
  'loan-contract': {
    title: '个人消费借款合同',
    revoking: 'not-alone',
    words: '合同成立后按合同约定履行，不能单方撤回。尚未放款的，可以取消申请。',
  },
};

/** Kinds come from rows, which may be older or newer than this code. */
export const ruleOf = (kind: string): Rule =>
  Object.hasOwn(RULES, kind)
    ? RULES[kind as ConsentKind]
    : { title: kind, revoking: 'not-alone', words: '请联系客服办理。' };
export const isRevocable = (kind: string): boolean => ruleOf(kind).revoking !== 'not-alone';
