import { useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { uploadingApi, type AnswerOf, type api } from '../../api.ts';
import type { Picture } from '../picture.ts';
import { useWrite } from '../write.ts';

export type Side = 'front' | 'back';
export type IdDocument = AnswerOf<'readIdDocument'>;
type Upload = Parameters<typeof api.uploadIdDocument>[0];

export const sideName: Record<Side, string> = { front: '人像面', back: '国徽面' };

export const idDocumentKey = ['id-document'] as const;

/** One side of the card: its picture in this browser, on its way, and what the bank has read of it. */
export function useSide(side: Side) {
  const [picture, setPicture] = useState<Picture>();
  const [progress, setProgress] = useState(0);
  const [sending, setSending] = useState(false);
  const [hints, setHints] = useState<string[]>([]);
  const queries = useQueryClient();
  const upload = useWrite(
    async (args: Upload, options) => uploadingApi(setProgress).uploadIdDocument(args, options),
    (answer) => {
      void queries.cancelQueries({ queryKey: idDocumentKey });
      queries.setQueryData<IdDocument>(idDocumentKey, (known) =>
        known ? { ...known, confirmed: false, [side]: answer.quality.ok ? answer : null } : known,
      );
      setHints(answer.quality.ok ? [] : answer.quality.hints);
    },
  );
  const latest = useRef<Upload | undefined>(undefined);
  const send = async (args: Upload) => {
    latest.current = args;
    setProgress(0);
    setSending(true);
    await upload.run(args);
    setSending(false);
  };
  return {
    side,
    picture,
    hints: picture && hints.length === 0 ? picture.hints : hints,
    /** The server's own word on the picture: it kept nothing. */
    rejected: hints.length > 0,
    progress,
    sending,
    problem: upload.problem,
    take: (taken: Picture) => {
      upload.clear();
      setHints([]);
      setPicture(taken);
    },
    use: () => picture && void send({ params: { side }, body: { image: picture.base64 } }),
    retry: () => latest.current && void send(latest.current),
    drop: () => {
      upload.clear();
      setHints([]);
      setPicture(undefined);
    },
  };
}

export type SideState = ReturnType<typeof useSide>;
