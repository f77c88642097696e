// The dashboard in a browser: the same figures as the command's, live under filters, by
// pointer and by keyboard.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { NO_COMMAND, sql, veyl, view } from "./native.mjs";
import { SKIP, assertSoon, choose, downloaded, ended, figure, number, openSample, settled, visit } from "./visit.mjs";

after(ended);
const browser = { skip: SKIP };
const beside = { skip: SKIP || NO_COMMAND };

const ENGAGED = "coalesce(metrics.likes, metrics.comments, metrics.shares) IS NOT NULL";
const ENGAGEMENT = "coalesce(metrics.likes, 0) + coalesce(metrics.comments, 0) + coalesce(metrics.shares, 0)";

/** What the page must say of some posts. */
const expected = (where) =>
  sql(`SELECT count(*) AS posts, count(DISTINCT (author, platform)) AS authors, CAST(sum(metrics.likes) AS BIGINT) AS likes,
    CAST(sum(metrics.views) AS BIGINT) AS views, CAST(sum(${ENGAGEMENT}) FILTER (WHERE ${ENGAGED}) AS BIGINT) AS engagement
    FROM posts_with_platform WHERE ${where}`)[0];

async function shows(page, { posts, authors, likes, views, engagement }) {
  await assertSoon(async () => {
    const shown = {};
    for (const name of ["Posts", "Authors", "Likes", "Views", "Engagement"])
      shown[name.toLowerCase()] = await number(page, name);
    assert.deepEqual(shown, { posts, authors, likes, views, engagement });
  });
}

test("figures of everything and of each project are the command's", beside, async (t) => {
  const { page } = await visit(t);
  await openSample(page);
  await shows(page, expected("true"));
  for (const project of view("project_summary")) {
    await choose(page, project.name);
    await assertSoon(async () => assert.equal(await number(page, "Posts"), project.posts));
    assert.equal(await number(page, "Authors"), project.authors);
    assert.equal(await number(page, "Likes"), project.total_likes);
    assert.equal(await number(page, "Comments"), project.total_comments);
    assert.equal(await number(page, "Shares"), project.total_shares);
    assert.equal(await number(page, "Views"), project.total_views);
    assert.equal(await number(page, "Engagement"), project.total_engagement);
    const near = (shown, value, unit) => assert.ok(Math.abs(shown - value) <= unit / 2 + 1e-9, `${shown} for ${value}`);
    near(await number(page, "Median engagement"), project.median_engagement, 0.1);
    near(await number(page, "Mean engagement"), project.avg_engagement, 0.1);
    near(parseFloat(await figure(page, "Engagement rate")), 100 * project.engagement_rate_pooled, 0.1);
    near(parseFloat(await figure(page, "Mean rate")), 100 * project.engagement_rate_mean, 0.1);
  }
});

test("filters work together, and their figures are the command's", beside, async (t) => {
  const { page } = await visit(t);
  await openSample(page);
  await page
    .getByRole("list", { name: "Platforms" })
    .getByRole("button", { name: /TikTok/ })
    .click();
  await page
    .getByRole("list", { name: "Platforms" })
    .getByRole("button", { name: /Instagram/ })
    .click();
  await shows(page, expected("platform IN ('tiktok', 'instagram')"));

  const hashtag = await page
    .getByRole("list", { name: "Hashtags", exact: true })
    .getByRole("button")
    .first()
    .locator(".label")
    .innerText();
  await page.getByRole("list", { name: "Hashtags", exact: true }).getByRole("button").first().click();
  const both = `platform IN ('tiktok', 'instagram') AND list_contains(hashtags, '${hashtag}')`;
  await shows(page, expected(both));

  await page.getByRole("button", { name: /^Friday, all hours/ }).click();
  await shows(page, expected(`${both} AND isodow(posted_at) = 5`));
  await page.getByRole("button", { name: /Take off: 24 hours of the week/ }).click();

  await page.getByLabel("Captions that contain").fill("SKEWER");
  await shows(page, expected(`${both} AND contains(lower(caption), 'skewer')`));
  await page.getByRole("button", { name: "Take all filters off" }).click();

  await page.getByRole("button", { name: /posts with an engagement of 100 to 999$/ }).click();
  await shows(page, expected(`${ENGAGED} AND ${ENGAGEMENT} BETWEEN 100 AND 999`));
  assert.equal(await page.getByLabel("Captions that contain").inputValue(), "");
});

test("a brush over the timeline narrows everything else", beside, async (t) => {
  const { page } = await visit(t);
  await openSample(page);
  const plot = await page.locator(".timeline .plot").boundingBox();
  await page.mouse.move(plot.x + plot.width * 0.5, plot.y + 60);
  await page.mouse.down();
  await page.mouse.move(plot.x + plot.width * 0.8, plot.y + 60, { steps: 8 });
  await page.mouse.up();
  const time = await assertSoon(async () => {
    const now = (await kept(page)).filters.time;
    assert.ok(now);
    return now;
  });
  const at = (micros) => `TIMESTAMP '${new Date(micros / 1000).toISOString().slice(0, 19)}'`;
  await shows(page, expected(`posted_at >= ${at(time.from)} AND posted_at < ${at(time.to)}`));
  await page.mouse.move(plot.x, plot.y - 60);
  const [from] = await page.locator(".readout").first().locator("button").allInnerTexts();
  assert.equal(from, "All times");
  await page.getByRole("button", { name: "All times" }).click();
  await shows(page, expected("true"));
});

test("by keyboard alone: time, hours of the week, definitions", browser, async (t) => {
  const { page } = await visit(t);
  await openSample(page);
  const all = await number(page, "Posts");

  const from = page.getByRole("slider", { name: "Time: from" });
  await from.focus();
  for (let step = 0; step < 3; step += 1) await page.keyboard.press("PageUp");
  await assertSoon(async () => assert.equal(await from.getAttribute("aria-valuenow"), "30"));
  assert.match(await from.getAttribute("aria-valuetext"), /^\d+ \w+ 2026$/);
  await assertSoon(async () => assert.ok((await number(page, "Posts")) < all));
  await page.keyboard.press("Escape");
  await assertSoon(async () => assert.equal(await number(page, "Posts"), all));

  const cell = page.getByRole("gridcell").first();
  await cell.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  const focused = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  assert.match(focused, /^Tuesday 23:00: /);
  await page.keyboard.press("Enter");
  const posts = Number(focused.match(/: ([\d,]+) post/)[1].replace(",", ""));
  await assertSoon(async () => assert.equal(await number(page, "Posts"), posts));
  await page.keyboard.press("Enter");

  const term = page.getByRole("button", { name: "Median engagement" });
  const means = page.getByRole("tooltip").filter({ hasText: "Half of the posts" });
  assert.equal(await means.isVisible(), false);
  await term.focus();
  assert.equal(await means.isVisible(), true);
  assert.match(
    await term.evaluate((button) => document.getElementById(button.getAttribute("aria-describedby")).textContent),
    /Half of the posts/,
  );
  await page.keyboard.press("Escape");
  assert.equal(await means.isVisible(), false);
});

test("what goes together, lift and overperforming posts are those of the views", beside, async (t) => {
  const { page } = await visit(t);
  await openSample(page);
  await choose(page, "Night markets");
  await page.getByRole("region", { name: "Lift" }).waitFor();
  const [lift] = view("project_hashtag_lift", "--project", "Night markets")
    .filter((row) => row.posts_with >= 5 && row.lift > 0)
    .sort((a, b) => b.lift - a.lift);
  const first = page.getByRole("list", { name: "Lift of hashtags" }).getByRole("button").first();
  await assertSoon(async () => assert.equal(await first.locator(".label").innerText(), lift.hashtag));
  assert.ok(Math.abs(parseFloat(await first.locator(".value").innerText()) - lift.lift) <= 0.051);

  const [pair] = view("project_cohashtags", "--project", "Night markets");
  const node = page
    .getByRole("list", { name: "Hashtags that go together" })
    .getByRole("button", { name: new RegExp(`^${pair.hashtag_a}: `) });
  assert.match(await node.getAttribute("aria-label"), new RegExp(`${pair.hashtag_b} \\(${pair.posts}\\)`));

  await page.getByRole("button", { name: "Overperforming" }).click();
  const [best] = view("project_top_posts", "--project", "Night markets")
    .filter((row) => row.overperforming >= 1)
    .sort((a, b) => b.overperforming - a.overperforming);
  const post = page.getByRole("region", { name: "Posts", exact: true }).getByRole("article").first();
  await assertSoon(async () => assert.equal(await post.locator(".author").innerText(), best.author));
  assert.ok(Math.abs(parseFloat(await post.locator(".score dd").innerText()) - best.overperforming) <= 0.051);
});

test("a surge chooses its week and hashtag; a field finds hashtags that are not listed", beside, async (t) => {
  const { page } = await visit(t);
  await openSample(page);
  await choose(page, "Night markets");
  const surges = view("project_signals", "--project", "Night markets").filter(
    ({ signal }) => signal !== "overperforming_post",
  );
  const last = surges.at(-1);
  const shown = page.getByRole("list", { name: "Surges" }).getByRole("button");
  await shown.first().click();
  assert.ok(last.hashtag, "the sample's last surge is one of a hashtag");
  await assertSoon(async () => assert.equal(await number(page, "Posts"), last.value));
  await page.getByRole("button", { name: "Take all filters off" }).click();
  await page.getByRole("button", { name: `All ${surges.length}` }).click();
  assert.equal(await shown.count(), surges.length);

  const rare = sql(
    "SELECT name FROM hashtags_with_stats WHERE total_posts = 1 AND regexp_matches(name, '^[a-z]{6,}$') ORDER BY name LIMIT 1",
  )[0].name;
  await choose(page, "Everything");
  const find = page.getByLabel("Find a hashtag");
  await find.fill(rare);
  await assertSoon(async () =>
    assert.ok((await find.evaluate((input) => [...input.list.options].map(({ value }) => value))).includes(rare)),
  );
  await find.press("Enter");
  await assertSoon(async () =>
    assert.equal(await number(page, "Posts"), expected(`list_contains(hashtags, '${rare}')`).posts),
  );
});

test("posts come in pages, in the order asked for, and link out to their platform only", browser, async (t) => {
  const { page } = await visit(t);
  await openSample(page);
  const posts = page.getByRole("region", { name: "Posts", exact: true });
  const engagements = async () =>
    (await posts.locator(".strong dd").allInnerTexts()).map((text) => Number(text.replaceAll(",", "")));
  await posts.getByRole("button", { name: "More posts" }).click();
  await assertSoon(async () => assert.equal((await engagements()).length, 20));
  const seen = await engagements();
  assert.deepEqual(
    seen,
    [...seen].sort((a, b) => b - a),
  );
  for (const link of await posts.getByRole("link").all()) {
    assert.match(
      await link.getAttribute("href"),
      /^https:\/\/(www\.instagram\.com|www\.tiktok\.com|www\.youtube\.com|x\.com|social\.example)\//,
    );
    assert.match(await link.getAttribute("rel"), /noopener noreferrer/);
  }
});

test("a view is downloaded as the command writes it", beside, async (t) => {
  const { page } = await visit(t);
  await openSample(page);
  await choose(page, "Night markets");
  await page.locator("summary", { hasText: "Download" }).click();
  const get = async (name, format) => {
    await page.getByLabel("View").selectOption(name);
    await page.getByLabel("Format").selectOption(format);
    return downloaded(page, () => page.locator(".menu").getByRole("button", { name: "Download" }).click());
  };
  const csv = await get("project_top_posts", "csv");
  assert.equal(csv.name, "Night-markets-project_top_posts.csv");
  assert.equal(
    csv.bytes.toString(),
    veyl("view", "project_top_posts", "--project", "Night markets", "--format", "csv"),
  );
  const parquet = await get("project_summary", "parquet");
  assert.equal(parquet.bytes.subarray(0, 4).toString(), "PAR1");
  assert.equal(parquet.bytes.subarray(-4).toString(), "PAR1");
  const arrow = await get("project_timeline", "arrow");
  assert.ok(arrow.bytes.length > 1000);
});

/** What the page keeps of the choice of project and filters. */
function kept(page) {
  return page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open("veyl");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const got = opening.result.transaction("kept").objectStore("kept").get("page.chosen");
          got.onsuccess = () => {
            opening.result.close();
            resolve(got.result);
          };
        };
      }),
  );
}
