/** Platforms as they write themselves. Others stand as they came. */
const NAMES: Record<string, string> = {
  instagram: "Instagram",
  tiktok: "TikTok",
  youtube: "YouTube",
  x: "X",
  mastodon: "Mastodon",
  bluesky: "Bluesky",
  reddit: "Reddit",
  facebook: "Facebook",
  threads: "Threads",
};

export function platformName(platform: string): string {
  return Object.hasOwn(NAMES, platform) ? NAMES[platform]! : platform;
}
