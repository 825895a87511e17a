// Known attacks go through the texts that are kept, and the pages that show them: none runs, with the
// Content-Security-Policy in force and without it.
// Markdown and titles are judged in the browser, many to a page.  A line that is only ever escaped must leave the
// page's elements as they are for a harmless word.  HEINZEL_TEST_DATA holds the attacks.  Every field of every form
// there is, as a browser reads its pages: src/test/hostile_test.c.
import { each, send } from "../lib/form.mjs"
import { openHouse } from "../lib/house.mjs"
import { intruders, payloads, skeletons, watch } from "../lib/payloads.mjs"
import { openStage } from "../lib/stage.mjs"
import { must, same } from "../lib/until.mjs"

// Every hundredth; HEINZEL_HOSTILE=1 takes all of them, half an hour long.  Nothing is held back, else nobody would see it.
const share = Math.max(1, Number(process.env.HEINZEL_HOSTILE) || 100)
export const dresses = [{ language: "de", width: "desktop", javaScript: true }]

const postsAPage = 20
const postsAThread = 200
const titleMax = 250
const tenth = (texts) => texts.filter((_, at) => at % 10 === 0)
const ids = (text, pattern) => [...new Set([...text.matchAll(pattern)].map(([, id]) => id))]

// Somebody signed in: cookies, and the token that forms carry.
async function person(stage, name) {
	const visitor = await stage.person(name)
	await visitor.go("/language")
	const csrf = await visitor.page.locator("input[name=csrf]").first().getAttribute("value")
	const cookies = (await visitor.context.cookies()).filter(({ domain }) => domain.includes(visitor.brand))
	// A machine that is busy asks to come again.
	const post = async (path, form, tries = 60) => {
		const answer = await send(stage.house, { method: "POST", path, cookies, form: { csrf, ...form } })
		if (answer.status !== 429 && answer.status !== 503 || !tries) return answer
		await new Promise((resolve) => setTimeout(resolve, 1000))
		return post(path, form, tries - 1)
	}
	const get = (path) => send(stage.house, { path, cookies })
	return { visitor, csrf, cookies, post, get }
}

// ── what the browser judges ──

// A browser of its own: with or without the policy; everything that leaves the house is noted and goes nowhere.
async function openJudge(stage, cookies, bypassCSP) {
	const context = await stage.browser.newContext({ bypassCSP, locale: "de-DE", viewport: stage.viewport })
	await context.addCookies(cookies.map(({ name, value }) => ({ name, value, url: stage.house.origin("a").replace("http:", "https:") })))
	await context.addInitScript(watch)
	const page = await context.newPage()
	const out = []
	await context.route((url) => url.hostname !== "a.localhost", (route) => {
		out.push(route.request().url().slice(0, 200))
		return route.abort()
	})
	page.on("dialog", (dialog) => dialog.dismiss())
	return {
		page,
		async look(path) {
			await page.goto(stage.house.origin("a") + path, { waitUntil: "load" })
			const found = [...await page.evaluate(intruders), ...out.splice(0)]
			same(found.join("\n"), "", `${path}, ${bypassCSP ? "without" : "with"} the policy`)
			return page
		},
		close: () => context.close(),
	}
}

async function postEverything(ana, ben, board, texts) {
	const threads = []
	for (let first = 0; first < texts.length; first += postsAThread) {
		const { status, to } = await ana.post("/threads", { board_id: board, title: `Fremde Texte ab ${first}`, body: "Was steht hier?" })
		same(status, 303, "a thread for hostile texts")
		threads.push(to.match(/\/threads\/(\d+)/)[1])
	}
	let refused = 0
	await each(texts, async (text, at) => {
		const { status } = await ben.post(`/threads/${threads[Math.floor(at / postsAThread)]}/posts`, { body: text })
		must(status === 303 || status === 422, `${status} for ${text}`)
		if (status === 422) refused++
	})
	return { threads, refused }
}

async function titleEverything(ana, board, texts) {
	const made = []
	let refused = 0
	await each(texts, async (text) => {
		const { status, to } = await ana.post("/threads", { board_id: board, title: text, body: "Der Titel ist ein Angriff." })
		must(status === 303 || status === 422, `${status} for the title ${text}`)
		if (status === 303) made.push(to)
		else refused++
	})
	return { made, refused }
}

// Stories: an attack as title, text and remark of each; every tenth, since each has a page of its own.
async function tellEverything(ana, texts) {
	const made = []
	let refused = 0
	await each(texts, async (text) => {
		const form = { kind: "story", from: "", title: text.slice(0, 150), body: text, note: "", product_id: "", publish_at: "", seen: "", go: "publish" }
		const { status, to } = await ana.post("/articles", form)
		must(status === 303 || status === 422, `${status} for the story ${text}`)
		if (status === 303) made.push(to)
		else refused++
	})
	return { made, refused }
}

const pagesOf = ({ threads }, count) => threads.flatMap((thread, at) => {
	const posts = Math.min(postsAThread, count - at * postsAThread) + 1
	return Array.from({ length: Math.ceil(posts / postsAPage) }, (_, page) => `/threads/${thread}?page=${page + 1}`)
})

// Follows "older" from a list's first page to its last.
async function lookThrough(judge, path) {
	let looked = 0
	for (let next = path; next && looked < 400; looked++) {
		const page = await judge.look(next)
		const more = page.locator("main nav.pager a[rel=next], main a[rel=next]").first()
		const href = await more.count() ? await more.getAttribute("href") : null
		next = href && (href.startsWith("?") ? path.split("?")[0] + href : href)
	}
	return looked
}

// ── what is only ever escaped ──

// Each row: who writes what where, and which page shows it.  The text goes into one field after the other.
const escaped = [
	{ as: "ana", path: "/me/profile", form: { name: "Ana Petrovic", language: "de", about: "Ich helfe gern." }, fields: { name: 60, about: 1000 },
		views: ["/me", "/me/profile"] },
	{ as: "jonas", path: "/desk/brand", page: true, fields: { about: 2000 }, views: ["/about", "/desk/brand"] },
	{ as: "jonas", path: "/desk/boards/{board}", from: "/desk/boards/{board}", page: true, fields: { name: 60, about: 300 },
		views: ["/help", "/desk/boards", "/boards/{key}"] },
	{ as: "jonas", path: "/desk/products/{product}", page: true, fields: { name: 80, kind: 40, maker: 80, model: 80, category: 80 },
		views: ["/products", "/products/{productKey}", "/desk/products", "/ask"] },
	{ as: "ben", path: "/me/services/{service}", page: true, fields: { title: 120 }, views: ["/me/services", "/services/{service}"] },
]

async function formValues(page, address, action) {
	await page.goto(address)
	return page.evaluate((wanted) => {
		const form = [...document.forms].find((one) => new URL(one.action).pathname === wanted)
		return form ? Object.fromEntries([...new FormData(form)].filter(([name]) => !["csrf", "once"].includes(name))) : null
	}, action)
}

async function escapeEverything(stage, people, places, texts) {
	const page = people.jonas.visitor.page
	let checked = 0
	let fields = 0
	for (const row of escaped) {
		const { post, get } = people[row.as]
		const at = (path) => path.replace(/\{(\w+)\}/g, (_, name) => places[name])
		const form = row.form || await formValues(people[row.as].visitor.page, stage.house.origin("a") + at(row.from || row.path), at(row.path))
		must(form, `no form for ${row.path}`)
		for (const [field, max] of Object.entries(row.fields)) {
			fields++
			const wanted = await shown(post, get, row, at, { ...form, [field]: "Harmloses Wort" })
			same(wanted.status, 303, `${row.path} takes a harmless ${field}`)
			const bones = await page.evaluate(skeletons, wanted.texts)
			for (let first = 0; first < texts.length; first += 25) {
				const answers = []
				for (const text of texts.slice(first, first + 25)) {
					const got = await shown(post, get, row, at, { ...form, [field]: text.slice(0, max) })
					must(got.status === 303 || got.status === 422, `${got.status} for ${text} in ${field} of ${row.path}`)
					if (got.status === 303) answers.push({ text, texts: got.texts })
				}
				const isProse = field === "about" // drawn with paragraphs and links: here the elements may differ, but none may be an attack's
				const all = await page.evaluate(isProse ? intruders : skeletons, answers.flatMap((answer) => answer.texts))
				answers.forEach(({ text, texts }, i) => texts.forEach((_, view) =>
					same(all[i * texts.length + view], isProse ? "" : bones[view], `${text} in ${field} on ${at(row.views[view])}`)))
				checked += answers.length
			}
		}
		await post(at(row.path), form)
	}
	return { checked, fields, views: escaped.reduce((sum, row) => sum + row.views.length, 0) }
}

async function shown(post, get, row, at, form) {
	const { status } = await post(at(row.path), form)
	if (status !== 303) return { status }
	const texts = []
	for (const view of row.views) texts.push((await get(at(view))).text.replace(/<div class="notice[\s\S]*?<\/div>/, ""))
	return { status, texts }
}

export async function walk({ browser, viewport }) {
	const texts = payloads().filter((_, at) => at % share === 0)
	if (!texts.length) {
		console.log("      SKIPPED: no attacks to try; set HEINZEL_TEST_DATA to the test data")
		return
	}
	const house = await openHouse({ limits: false, settings: { "moderation.copies_wait": 0, "moderation.newcomer_texts": 0, "moderation.learns": 0 } })
	const stage = openStage({ browser, house, language: "de", width: viewport.width > 600 ? "desktop" : "phone", javaScript: true, sessions: new Map() })
	try {
		const people = { ana: await person(stage, "ana"), ben: await person(stage, "ben"), jonas: await person(stage, "jonas") }
		const first = async (name, path, pattern) => ids((await people[name].get(path)).text, pattern)[0]
		const places = {
			board: await first("jonas", "/desk/boards", /\/desk\/boards\/(\d+)/g), key: await first("jonas", "/help", /href="\/boards\/([a-z0-9-]+)"/g),
			product: await first("jonas", "/desk/products", /\/desk\/products\/(\d+)"/g),
			productKey: await first("jonas", "/desk/products", /href="\/products\/([a-z0-9-]+)"/g),
			service: await first("ben", "/me/services", /\/me\/services\/(\d+)"/g),
		}
		const posts = await postEverything(people.ana, people.ben, places.board, texts)
		const titles = await titleEverything(people.ana, places.board, texts.filter((text) => text.length <= titleMax))
		const stories = await tellEverything(people.ana, tenth(texts))
		const pages = pagesOf(posts, texts.length)
		let looked = 0
		for (const without of [true, false]) {
			const judge = await openJudge(stage, people.ana.cookies, without)
			let shown = 0
			for (const path of pages) shown += await (await judge.look(path)).locator("li.post").count()
			same(shown, texts.length - posts.refused + posts.threads.length, "posts that were there to be judged")
			looked += pages.length + await lookThrough(judge, "/help?show=newest") + await lookThrough(judge, "/stories")
			const alone = [...titles.made.filter((_, at) => at % 100 === 0), ...stories.made]
			for (const path of alone) await judge.look(path)
			looked += alone.length
			await judge.close()
		}
		const { checked, fields, views } = await escapeEverything(stage, people, places, tenth(texts))
		const kept = texts.length - posts.refused + titles.made.length + stories.made.length
		console.log(`      ${texts.length} attacks x ${5 + fields} fields x ${6 + views} views: ${kept} kept as posts, titles and stories (${posts.refused + titles.refused + stories.refused} refused), ${looked} pages looked at with the policy and without, ${checked} answers with ${tenth(texts).length} of them in ${fields} escaped fields; 0 ran`)
	} finally {
		await stage.close()
		await house.close()
	}
}
