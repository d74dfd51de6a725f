const names: Readonly<Record<string, string>> = { production: '生产环境', test: '测试环境', sandbox: '沙箱环境' };
const told = document.querySelector('meta[name=environment]')?.getAttribute('content') ?? '';

/** Which installation this is: nobody may take one for another. */
export const Environment = () => (
  <span className="environment" data-kind={told === 'production' ? 'production' : 'other'}>
    {names[told] ?? '开发环境'}
  </span>
);
