import { api } from '../../api.ts';
import { useCodeRequest } from '../../shared/code-request.ts';

/** The SMS code of one application. */
export const useSubmissionCode = (applicationId: string) =>
  useCodeRequest(`submit.${applicationId}`, async (options) =>
    api.requestSubmissionCode({ params: { applicationId } }, options),
  );
