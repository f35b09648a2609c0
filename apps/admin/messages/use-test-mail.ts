import { newIdempotencyKey, told, type Schemas } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { isRefused, kontor, queryClient } from '../asking/kontor.ts';

interface Asked {
  readonly email: string;
  /** A kind of mail as it is typed; else a line that says that mails arrive. */
  readonly template?: {
    readonly name: Schemas['MailName'];
    readonly locale: string;
    readonly draft: { subject: string; text: string; html: string; sms: string | null };
  };
}

export const senderKey = (channel: string) => ['mail sender', channel] as const;

/**
 * Sends one for each press: where the answer was lost the next press asks for the same one, unless it
 * asks for something else.
 */
export function useTestMail(channel: string) {
  const open = useRef({ key: '', asked: '' });
  return useMutation({
    mutationFn: (body: Asked) => {
      const asked = JSON.stringify([channel, body]);
      const { current } = open;
      open.current = { key: current.asked === asked ? current.key : newIdempotencyKey(), asked };
      return told(
        kontor.POST('/v1/admin/mail-sender/test', {
          params: { header: { Channel: channel, 'Idempotency-Key': open.current.key } },
          body,
        }),
      );
    },
    onSettled: (_sent, error) => {
      if (error === null || isRefused(error)) open.current = { ...open.current, asked: '' };
      return queryClient.invalidateQueries({ queryKey: senderKey(channel) });
    },
  });
}
