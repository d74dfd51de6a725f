import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type AnswerOf } from '../../api.ts';

export type ModelFacts = AnswerOf<'readModel'>;
export type BackTest = AnswerOf<'readBackTest'>;
export type BackTestResult = NonNullable<BackTest['result']>;

const keyOf = (modelId: string) => ['model', modelId];
export const LISTS = [['models']] as const;

export const useModel = (modelId: string) =>
  useQuery({
    queryKey: keyOf(modelId),
    queryFn: ({ signal }) => api.readModel({ params: { modelId } }, { signal }),
  });

/** What decides on what, and what today is. */
export const useModels = () =>
  useQuery({ queryKey: ['models'], queryFn: ({ signal }) => api.listModels({ query: {} }, { signal }) });

/** Writes answer with the model as it is then. */
export function useTake(modelId: string) {
  const queries = useQueryClient();
  return (model: ModelFacts): void => void queries.setQueryData(keyOf(modelId), model);
}

export const titleOf = ({ versionNo }: { versionNo: number }): string => `决策模型 ${versionNo} 版`;
export const scopeOf = ({ productName }: { productName: string | null }): string => productName ?? '所有产品（通用）';
