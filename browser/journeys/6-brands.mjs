// The second brand sees nothing of the first: whatever is named by its address is not found, as if it had never been.
import { must, same } from "../lib/until.mjs"

async function first(visitor, list, pattern) {
	await visitor.go(list)
	const links = await visitor.main().getByRole("link").evaluateAll((all) => all.map((link) => link.getAttribute("href")))
	const found = links.find((link) => pattern.test(link))
	must(found, `no link like ${pattern} on ${list}`)
	return found.match(pattern)[0]
}

// What differs from page to page by chance is not looked at: the request's number, the way back after a log-in.
const plain = (text, path) => text.replaceAll(path, "").replaceAll(encodeURIComponent(path), "").replace(/\b[0-9a-f]{16}\b/g, "")

async function notFound(visitor, path) {
	await visitor.go(path, 404)
	return plain(await visitor.page.locator("body").innerText(), path)
}

async function seesNothing(visitor, things) {
	for (const path of things) {
		const invented = path.replace(/\d+$/, "4611686018427387904")
		const unknown = path === invented ? path.replace(/[^/]+$/, "gibt-es-nicht") : invented
		same(await notFound(visitor, path), await notFound(visitor, unknown), `the answer to ${path} and to ${unknown}`)
	}
}

async function findsNone(stage, visitor, words) {
	await visitor.go(`/search?q=${encodeURIComponent(words)}`)
	const links = await visitor.main().locator("a[href*='/threads/'], a[href*='/services/']").count()
	same(links, 0, `what the other brand finds for "${words}"`)
	await visitor.look()
}

export async function walk(stage) {
	const here = await stage.visit({ brand: "a" })
	// Its texts are there although the demo was started again for another port.
	await here.go("/privacy")
	await here.sees("Nordlicht Kommunikation")
	await here.go("/help")
	const thread = await first(here, "/help?show=solved", /^\/threads\/\d+/)
	await here.go(thread)
	const title = await here.page.getByRole("heading", { level: 1 }).innerText()
	const author = await first(here, thread, /^\/members\/\d+/)
	const service = await first(here, "/services?place=50823&radius=25", /^\/services\/\d+/)
	const product = await first(here, "/products", /^\/products\/[\w-]+/)
	const board = await first(here, "/help", /^\/boards\/\w+/)
	const things = [thread, author, service, product, board]

	const stranger = await stage.visit({ brand: "b" })
	await stranger.go("/")
	await stranger.look()
	await seesNothing(stranger, things)
	await stranger.look()
	await findsNone(stage, stranger, title)
	const admin = await stage.person("hugo")
	await seesNothing(admin, things)
	await findsNone(stage, admin, title)
	await admin.go("/services?place=50823&radius=50")
	same(await admin.main().locator("li.service").count(), 0, "services of the first brand near Cologne")

	// Who signed in at one brand is a stranger at the other, even with the same cookie.
	const ana = await stage.person("ana")
	const cookies = (await ana.cookies()).map(({ url, domain, ...cookie }) =>
		url ? { ...cookie, url: "https://b.localhost/" } : { ...cookie, domain: "b.localhost" })
	const guest = await stage.visit({ brand: "b", cookies })
	await guest.go("/help")
	await guest.link("frame.log_in").waitFor()
}
