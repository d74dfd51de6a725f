import { idNumberCheckLetter } from '@miaodai/values';
import type { Chance } from './chance.ts';

/** What an identity card says of somebody who does not exist. */
export type CardHolder = {
  name: string;
  sex: 'male' | 'female';
  ethnicity: string;
  /** YYYY-MM-DD */
  birthDate: string;
  address: string;
  idNumber: string;
  issuer: string;
  validFrom: string;
  /** YYYY-MM-DD, or 长期 */
  validTo: string;
};

/** Their numbers are of counties that do not exist (the third and fourth pair of digits are x9 99): they are nobody's. */
export function aCardHolder(by: Chance): CardHolder {
  const [province, city, districts, code] = by.oneOf(REGIONS);
  const district = by.oneOf([...districts]);
  const sex = by.oneOf(['male', 'female'] as const);
  const birthYear = by.whole(1955, 2003);
  const birthDate = dayText(birthYear, by.whole(1, 12), by.whole(1, 28));
  const order = String(by.whole(0, 499) * 2 + (sex === 'male' ? 1 : 0)).padStart(3, '0');
  const first17 = `${code}9${by.whole(0, 9)}99${birthDate.replaceAll('-', '')}${order}`;
  const issuedYear = by.whole(2018, 2024);
  const [month, day] = [by.whole(1, 12), by.whole(1, 28)];
  const years = yearsValid(issuedYear - birthYear);
  return {
    name: by.oneOf(FAMILY_NAMES) + by.oneOf([...GIVEN]) + (by.next() < 0.25 ? '' : by.oneOf([...GIVEN])),
    sex,
    ethnicity: by.oneOf(ETHNICITIES),
    birthDate,
    address: province + city + district + streetAddress(by),
    idNumber: first17 + idNumberCheckLetter(first17),
    issuer: `${city}公安局${by.next() < 0.7 ? `${district.replace(/区$/, '')}分局` : ''}`,
    validFrom: dayText(issuedYear, month, day),
    validTo: years === 0 ? '长期' : dayText(issuedYear + years, month, day),
  };
}

/** By the law on identity cards: ten years up to 25, twenty up to 45, for ever from 46. */
const yearsValid = (age: number): number => (age <= 25 ? 10 : age <= 45 ? 20 : 0);

const dayText = (year: number, month: number, day: number): string =>
  [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');

function streetAddress(by: Chance): string {
  const [road, estate] = [by.oneOf(ROADS), by.oneOf(ESTATES)];
  const no = by.whole(1, 299);
  return by.oneOf([
    `${road}${no}号`,
    `${road}${no}号${estate}${by.whole(1, 30)}幢${by.whole(1, 4)}单元${by.whole(101, 2602)}室`,
    `${estate}${by.whole(1, 40)}栋${by.whole(1, 3)}单元${by.whole(101, 3304)}号`,
    `${road}${by.whole(1, 99)}弄${by.whole(1, 30)}号${by.whole(101, 602)}室`,
  ]);
}

const FAMILY_NAMES = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜',
  ...['欧阳', '上官', '司马', '诸葛'],
];
const GIVEN =
  '伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂鹏飞玲红梅建国华文斌宇浩凯雪婷佳琪欣怡子涵梓轩雨泽晨曦思睿嘉懿瑶璟骞彧翀筱妤晟淼喆昇';
const ETHNICITIES = [...'汉汉汉汉汉汉回满壮苗藏', '维吾尔', '土家', '蒙古', '朝鲜'];
const REGIONS = [
  ['浙江省', '杭州市', ['西湖区', '余杭区', '萧山区', '拱墅区'], '33'],
  ['广东省', '深圳市', ['南山区', '福田区', '龙岗区', '宝安区'], '44'],
  ['江苏省', '南京市', ['鼓楼区', '玄武区', '江宁区'], '32'],
  ['四川省', '成都市', ['武侯区', '锦江区', '青羊区', '郫都区'], '51'],
  ['湖北省', '武汉市', ['洪山区', '江汉区', '武昌区'], '42'],
  ['河南省', '郑州市', ['金水区', '二七区', '中原区'], '41'],
  ['山东省', '青岛市', ['市南区', '崂山区', '黄岛区'], '37'],
  ['陕西省', '西安市', ['雁塔区', '碑林区', '未央区'], '61'],
  ['湖南省', '长沙市', ['岳麓区', '芙蓉区', '天心区'], '43'],
  ['黑龙江省', '大庆市', ['萨尔图区', '让胡路区', '龙凤区'], '23'],
] as const;
const ROADS = [
  ...['文三路', '学院路', '人民南路', '解放大道', '中山北路', '建设东路', '科技园南区', '高新大道', '滨江东路'],
  ...['朝阳街', '莲花北村', '翠苑新村', '长江西路', '东风路', '和平里', '光谷大道', '望江路', '玉泉街道'],
];
const ESTATES = [
  ...['翠苑一区', '金色家园', '阳光花园', '碧桂园', '万科城', '锦绣江南', '紫荆苑', '恒大名都', '保利花园'],
  ...['龙湖天街', '世纪城', '绿城桂花园'],
];
