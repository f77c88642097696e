/**
 * Where a post can be seen, made of its platform and native id. Ids and names come out of
 * people's files: only those of a platform's own form make a link, and only https or http.
 */
const WORD = /^[A-Za-z0-9_-]{1,64}$/;
const NUMBER = /^[0-9]{1,32}$/;
const ACCOUNT = /^[A-Za-z0-9_.]{1,64}$/;
const BLUESKY = /^at:\/\/(did:[a-z]+:[A-Za-z0-9.:_-]{1,256})\/app\.bsky\.feed\.post\/([A-Za-z0-9._~-]{1,512})$/;

function webAddress(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || text.length > 2000) return undefined;
  try {
    const url = new URL(text);
    const web = url.protocol === "https:" || url.protocol === "http:";
    return web && url.username === "" && url.password === "" ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** The address of a post, or undefined where there is none to be had. `id` is `<platform>_<native id>`. */
export function postLink(platform: string, id: string, author: string): string | undefined {
  if (!id.startsWith(`${platform}_`)) return undefined;
  const native = id.slice(platform.length + 1);
  switch (platform) {
    case "instagram":
      return WORD.test(native) ? `https://www.instagram.com/p/${native}/` : undefined;
    case "tiktok":
      return NUMBER.test(native) && ACCOUNT.test(author)
        ? `https://www.tiktok.com/@${author}/video/${native}`
        : undefined;
    case "youtube":
      return WORD.test(native) ? `https://www.youtube.com/watch?v=${native}` : undefined;
    case "x":
      return NUMBER.test(native) ? `https://x.com/i/status/${native}` : undefined;
    case "facebook":
      return NUMBER.test(native) ? `https://www.facebook.com/${native}` : undefined;
    case "reddit": {
      const bare = native.replace(/^t3_/, "");
      return WORD.test(bare) ? `https://www.reddit.com/comments/${bare}/` : undefined;
    }
    case "bluesky": {
      const parts = BLUESKY.exec(native);
      return parts ? `https://bsky.app/profile/${parts[1]}/post/${parts[2]}` : webAddress(native);
    }
    default:
      // Mastodon's ids are addresses; so may be those of platforms that came by name.
      return webAddress(native);
  }
}
