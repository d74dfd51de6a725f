import type { Application } from '../../api.ts';

type Words = { aboutYou: string; money: string; lead: string; submit: string };

/** The two products have pages of their own: each says what it is for and who decides. */
const WORDS: Readonly<Record<'instant' | 'standard', Words>> = {
  instant: {
    aboutYou: '个人信息',
    money: '收支与用款',
    lead: '系统自动审批，额度批下来以后再定借多少。',
    submit: '提交后，系统会按您的授权查询员工信息和个人信用报告，并自动审批。通常几秒钟出结果。',
  },
  standard: {
    aboutYou: '个人与工作情况',
    money: '收支与借款需求',
    lead: '由客户经理审批，签约在网点办理。',
    submit: '提交后，系统会按您的授权查询员工信息和个人信用报告，由客户经理审批，并在工作时间与您电话联系。',
  },
};

export const wordsFor = ({ route }: Pick<Application, 'route'>): Words =>
  WORDS[route === 'standard' ? 'standard' : 'instant'];
