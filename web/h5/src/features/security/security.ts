import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';

export const securityKey = ['security'] as const;

/** How this customer is protected, and what has happened of late. */
export const useSecurity = () =>
  useQuery({ queryKey: securityKey, queryFn: async ({ signal }) => api.readSecurity({}, { signal }), staleTime: 0 });

export const CENTRE = '/mine/security';
