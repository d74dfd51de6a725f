import type { ThemeConfig } from 'antd';

const sans =
  "-apple-system, 'PingFang SC', 'HarmonyOS Sans SC', 'MiSans', 'Noto Sans SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif";

/** antd waits for the end of its motions: who wants none gets none, rather than ones too short to be noticed. */
const still = matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Every grey that carries text has 4.5:1 on white and on the page's own ground. */
export const theme: ThemeConfig = {
  // One theme: no need to tell it from another by a hash.
  hashed: false,
  token: {
    colorPrimary: '#0958d9',
    colorPrimaryHover: '#0b4bb5',
    colorPrimaryActive: '#083a90',
    colorLink: '#0958d9',
    colorLinkHover: '#0b4bb5',
    colorLinkActive: '#083a90',
    colorInfo: '#0958d9',
    colorSuccess: '#237804',
    colorWarning: '#ad6800',
    colorError: '#cf1322',
    colorText: '#16202e',
    colorTextSecondary: '#445064',
    colorTextTertiary: '#5b6778',
    colorTextDescription: '#5b6778',
    colorTextPlaceholder: '#687485',
    colorTextQuaternary: '#687485',
    colorBgLayout: '#f3f5f9',
    colorBorder: '#cbd3df',
    colorBorderSecondary: '#e4e9f0',
    colorSplit: '#e9edf3',
    borderRadius: 6,
    fontFamily: sans,
    fontSize: 14,
    motion: !still,
    motionDurationMid: '0.15s',
    motionDurationSlow: '0.2s',
  },
  components: {
    Layout: { headerBg: '#ffffff', headerHeight: 52, headerPadding: '0 20px', siderBg: '#0b1f49' },
    Menu: { darkItemBg: '#0b1f49', darkItemColor: '#d5e2fb', darkItemSelectedBg: '#1650c4', itemHeight: 38 },
    Table: { headerBg: '#f6f8fb', headerColor: '#445064', rowHoverBg: '#f3f7fe', headerSplitColor: 'transparent' },
    Card: { headerHeight: 44, headerHeightSM: 40 },
    Descriptions: { labelBg: '#f6f8fb', itemPaddingBottom: 8 },
    Form: { itemMarginBottom: 16, verticalLabelPadding: '0 0 4px' },
  },
};
