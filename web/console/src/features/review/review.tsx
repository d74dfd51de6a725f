import { Page } from '../../shared/page.tsx';
export const Review = () => <Page title="审批">…</Page>;
