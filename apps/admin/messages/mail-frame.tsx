import { useEffect, useRef, useState } from 'react';

interface FrameShown {
  readonly title: string;
  readonly html: string;
  /** Whether pictures are fetched: whose they are is told that somebody looked. */
  readonly hasPictures?: boolean;
  /** As wide as a phone. */
  readonly isNarrow?: boolean;
}

/**
 * A frame of its own, out of which nothing reaches. What it shows is handed over once the frame can
 * hear it. It has no origin: only `*` names it.
 */
export function MailFrame({ title, html, hasPictures = true, isNarrow = false }: FrameShown) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    if (isReady) frame.current?.contentWindow?.postMessage(html, '*');
  }, [isReady, html]);
  return (
    <iframe
      ref={frame}
      className={isNarrow ? 'mail narrow' : 'mail'}
      title={title}
      sandbox="allow-scripts"
      src={hasPictures ? '/admin/message-frame' : '/admin/message-frame?pictures=none'}
      onLoad={() => setReady(true)}
    />
  );
}
