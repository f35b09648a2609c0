import { story } from '#platform/resting/story.ts';

/** By the watch's id and how many mails it has had with this one: `<id>:<mails>`. */
export const askWatcherStory = story({ name: 'ask_watcher' });
/** By the watch's id. */
export const tellWatcherStory = story({ name: 'tell_watcher' });
