// The parts that need no browser: choosing a stretch, links out, cutting, what goes with what.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runnerImport } from "vite";

const load = async (path) =>
  (await runnerImport(new URL(`../src/${path}`, import.meta.url).pathname, { configFile: false, logLevel: "error" }))
    .module;
const { dragged, stepped } = await load("charts/brush.ts");
const { postLink } = await load("text/link.ts");
const { cut } = await load("text/Text.tsx");
const { liftsOf, pairsOf } = await load("dashboard/related.ts");
const format = await load("text/format.ts");

test("a drag over empty ground chooses each bin it touched", () => {
  const drag = { grip: "new", start: 2.4, was: undefined };
  assert.deepEqual(dragged(drag, 5.1, 10), [2, 6]);
  assert.deepEqual(dragged(drag, 0.5, 10), [0, 3]);
  assert.deepEqual(dragged(drag, 99, 10), [2, 10]);
  assert.equal(dragged(drag, 2.5, 10), undefined);
});

test("a drag within the stretch moves it, and never past the ends", () => {
  const drag = { grip: "move", start: 3, was: [2, 5] };
  assert.deepEqual(dragged(drag, 4.2, 10), [3, 6]);
  assert.deepEqual(dragged(drag, 50, 10), [7, 10]);
  assert.deepEqual(dragged(drag, -50, 10), [0, 3]);
});

test("an end that is dragged past the other changes places with it; no stretch is empty", () => {
  assert.deepEqual(dragged({ grip: "from", start: 2, was: [2, 5] }, 8, 10), [5, 8]);
  assert.deepEqual(dragged({ grip: "to", start: 5, was: [2, 5] }, 2, 10), [2, 3]);
  assert.deepEqual(dragged({ grip: "from", start: 2, was: [2, 10] }, 10, 10), [9, 10]);
});

test("keys move one end and leave at least one bin", () => {
  assert.deepEqual(stepped("from", 1, [2, 5], 10), [3, 5]);
  assert.deepEqual(stepped("from", 9, [2, 5], 10), [4, 5]);
  assert.deepEqual(stepped("to", -9, [2, 5], 10), [2, 3]);
  assert.deepEqual(stepped("to", 99, [2, 5], 10), [2, 10]);
});

test("posts link to where they are, by the platform's own form of ids", () => {
  assert.equal(postLink("instagram", "instagram_CWvxAY7B0ci", "a"), "https://www.instagram.com/p/CWvxAY7B0ci/");
  assert.equal(
    postLink("tiktok", "tiktok_7510097592572385894", "wok.and_roll"),
    "https://www.tiktok.com/@wok.and_roll/video/7510097592572385894",
  );
  assert.equal(postLink("youtube", "youtube_dQw4w9WgXcQ", "Any Name"), "https://www.youtube.com/watch?v=dQw4w9WgXcQ");
  assert.equal(postLink("x", "x_2055856539294177894", "a"), "https://x.com/i/status/2055856539294177894");
  assert.equal(
    postLink("mastodon", "mastodon_https://social.example/users/a/statuses/1", "a"),
    "https://social.example/users/a/statuses/1",
  );
  assert.equal(
    postLink("bluesky", "bluesky_at://did:plc:abc123/app.bsky.feed.post/3kxyz", "a"),
    "https://bsky.app/profile/did:plc:abc123/post/3kxyz",
  );
});

test("nothing but http and https is linked, and nothing that is not an id", () => {
  for (const [platform, id, author] of [
    ["mastodon", "mastodon_javascript:alert(1)", "a"],
    ["mastodon", "mastodon_data:text/html,<script>alert(1)</script>", "a"],
    ["mastodon", "mastodon_https://user:secret@social.example/1", "a"],
    ["mastodon", "mastodon_12345", "a"],
    ["evil", "evil_javascript://https://x/%0aalert(1)", "a"],
    ["instagram", "instagram_../../evil", "a"],
    ["tiktok", "tiktok_1?x", "a"],
    ["tiktok", "tiktok_1", "a/../../b"],
    ["youtube", "youtube_a&b=c", "a"],
    ["x", "youtube_1", "a"],
    ["constructor", "constructor_1", "a"],
  ]) {
    assert.equal(postLink(platform, id, author), undefined, id);
  }
});

test("a cut is between characters", () => {
  assert.equal(cut("abc", 3), "abc");
  assert.equal(cut("a🥟b", 2), "a");
  assert.equal(cut("a🥟b", 3), "a🥟");
});

test("pairs and lift are those of the views", () => {
  const rows = [
    { hashtags: ["b", "a"], engagement: 30 },
    { hashtags: ["a", "b", "c"], engagement: 10n },
    { hashtags: ["a"], engagement: null },
    { hashtags: [], engagement: 5 },
  ];
  assert.deepEqual(pairsOf(rows), [
    { a: "a", b: "b", posts: 2, jaccard: 2 / 3 },
    { a: "a", b: "c", posts: 1, jaccard: 1 / 3 },
    { a: "b", b: "c", posts: 1, jaccard: 1 / 2 },
  ]);
  assert.deepEqual(liftsOf(rows), [
    { hashtag: "a", posts: 3, avgWith: 20, avgWithout: 5, lift: 4 },
    { hashtag: "b", posts: 2, avgWith: 20, avgWithout: 5, lift: 4 },
    { hashtag: "c", posts: 1, avgWith: 10, avgWithout: 17.5, lift: 10 / 17.5 },
  ]);
  assert.deepEqual(liftsOf([{ hashtags: ["a"], engagement: 3 }]), [
    { hashtag: "a", posts: 1, avgWith: 3, avgWithout: null, lift: null },
  ]);
});

test("what is not known is not shown as a number", () => {
  assert.equal(format.count(null), "–");
  assert.equal(format.count(0), "0");
  assert.equal(format.count(9007199254740993n), "9,007,199,254,740,993");
  assert.equal(format.percent(undefined), "–");
  assert.equal(format.day(null), "–");
  assert.equal(format.minute(9223372036854775807n), "9223372036854775807 µs");
});

test("a range names its last day, not the one after it", () => {
  const at = (text) => Date.parse(text) * 1000;
  assert.equal(format.range(at("2026-05-01"), at("2026-05-04")), "1 May 2026 to 3 May 2026");
  assert.equal(format.range(at("2026-05-01"), at("2026-05-02")), "1 May 2026");
  assert.equal(format.range(undefined, at("2026-05-02")), "until 1 May 2026");
});
