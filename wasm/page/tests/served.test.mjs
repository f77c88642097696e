// `veyl serve` itself: the page over a store, under the policy that it sends.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { answers, openBook, openTab, run, write } from "./book.mjs";
import { NO_COMMAND, serving, sql, view } from "./native.mjs";
import { SKIP, assertSoon, choose, ended, number, settled, visit } from "./visit.mjs";

after(ended);

test("a store is open at once, with its projects, figures and SQL", { skip: SKIP || NO_COMMAND }, async (t) => {
  const { page, server } = await visit(t, { server: await serving() });
  const policy = (await fetch(server.origin)).headers.get("content-security-policy");
  assert.match(policy, /default-src 'none'|default-src 'self'/);
  await settled(page);
  const [{ posts }] = sql("SELECT count(*) AS posts FROM posts");
  assert.equal(await number(page, "Posts"), posts);
  for (const project of view("project_summary")) {
    await choose(page, project.name);
    await assertSoon(async () => assert.equal(await number(page, "Posts"), project.posts));
    assert.equal(await number(page, "Engagement"), project.total_engagement);
  }
  await openTab(page);
  await openBook(page, "An empty notebook");
  await write(page, "by_platform", "SELECT count(*)::INTEGER AS posts, count(DISTINCT author)::INTEGER AS authors FROM posts");
  await run(page, "by_platform");
  const [{ authors }] = sql("SELECT count(DISTINCT author) AS authors FROM posts");
  await answers(page, "by_platform", [[String(posts), String(authors)]]);
});
