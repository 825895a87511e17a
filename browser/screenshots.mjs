// A picture of every page, of both brands, at both widths:  node screenshots.mjs [FOLDER]  (default: shots)
// What axe, a visible text key or a page that is too wide gives to complain about is printed beside.
// Addresses of things (a thread, a booking …) are taken from the lists that lead to them.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { openBrowser } from "./lib/browser.mjs"
import { openHouse } from "./lib/house.mjs"
import { openStage, widths } from "./lib/stage.mjs"

const folder = process.argv[2] || fileURLToPath(new URL("shots", import.meta.url))
const brands = [
	{ brand: "a", language: "de", customer: "ana", helper: "ben", moderator: "mira", admin: "jonas", place: "50823", words: "Gäste WLAN" },
	{ brand: "b", language: "en", customer: "tess", helper: "oliver", moderator: "grace", admin: "hugo", place: "8005", words: "milk foam" },
]

// Who sees it, its name, and where it is: an address, or a list and the link on it that leads there.
const pages = ({ place, words }) => [
	["stranger", "home", "/"], ["stranger", "help", "/help"], ["stranger", "solved", "/help?show=solved"],
	["stranger", "board", "/help", /^\/boards\//], ["stranger", "thread", "/help?show=solved", /^\/threads\/\d+$/],
	["stranger", "thread-unsolved", "/help?show=unsolved", /^\/threads\/\d+$/],
	["stranger", "search", `/search?q=${encodeURIComponent(words)}`], ["stranger", "search-none", "/search?q=xylophonquark"],
	["stranger", "search-empty", "/search"], ["stranger", "ask", "/ask"],
	["stranger", "services-empty", "/services"], ["stranger", "services", `/services?place=${place}&radius=25`],
	["stranger", "services-map", `/services?place=${place}&radius=25&view=map`],
	["stranger", "services-none", `/services?place=${place}&radius=5&category=learning&language=ta`],
	["stranger", "service", `/services?place=${place}&radius=25`, /^\/services\/\d+$/],
	["stranger", "products", "/products"], ["stranger", "product", "/products", /^\/products\/[\w-]+$/],
	["stranger", "member", "/help?show=solved", /^\/threads\/\d+$/, /^\/members\/\d+$/],
	["stranger", "login", "/login"], ["stranger", "login-link", "/login/link"], ["stranger", "recover", "/recover"],
	["stranger", "signup", "/signup"], ["stranger", "signup-sent", "/signup/sent"], ["stranger", "about", "/about"],
	["stranger", "imprint", "/imprint"], ["stranger", "privacy", "/privacy"], ["stranger", "language", "/language"],
	["stranger", "not-found", "/threads/1"], ["stranger", "signed-out", "/me"],
	["customer", "home", "/"], ["customer", "ask", "/ask"], ["customer", "thread-own", "/me/matters", /^\/threads\/\d+/],
	["customer", "me", "/me"], ["customer", "matters", "/me/matters"], ["customer", "profile", "/me/profile"],
	["customer", "security", "/me/security"], ["customer", "inbox", "/inbox"], ["customer", "apply", "/helpers/apply"],
	["customer", "tasks", "/tasks"], ["customer", "task-new", "/tasks/new"], ["customer", "task-own", "/tasks", /^\/tasks\/\d+$/],
	["customer", "bookings", "/bookings"], ["customer", "booking", "/bookings", /^\/bookings\/\d+$/],
	["customer", "book", `/services?place=${place}&radius=25`, /^\/services\/\d+\/bookings\?/],
	["helper", "home", "/"], ["helper", "me", "/me"], ["helper", "services-own", "/me/services"],
	["helper", "service-new", "/me/services/new"], ["helper", "service-edit", "/me/services", /^\/me\/services\/\d+$/],
	["helper", "hours", "/me/hours"], ["helper", "payment", "/me/payment"], ["helper", "tasks", `/tasks?place=${place}&radius=25`],
	["helper", "task", `/tasks?place=${place}&radius=25`, /^\/tasks\/\d+$/], ["helper", "offers", "/offers"],
	["helper", "offer-new", `/tasks?place=${place}&radius=25`, /^\/tasks\/\d+$/, /^\/tasks\/\d+\/offers$/],
	["helper", "bookings", "/bookings"], ["helper", "booking", "/bookings", /^\/bookings\/\d+$/],
	["helper", "agreement", "/bookings", /^\/bookings\/\d+$/, /^\/bookings\/\d+\/agreement$/],
	["helper", "inbox", "/inbox"], ["helper", "notices", "/me/notices"],
	["moderator", "home", "/"], ["moderator", "desk", "/desk"],
	["admin", "home", "/"], ["admin", "desk", "/desk"], ["admin", "applications", "/desk/applications"],
	["admin", "application", "/desk/applications?state=approved", /^\/desk\/applications\/\d+$/],
	["admin", "boards", "/desk/boards"], ["admin", "products", "/desk/products"], ["admin", "members", "/desk/members"],
	["admin", "member", "/desk/members", /^\/desk\/members\/\d+$/], ["admin", "brand", "/desk/brand"],
	["admin", "settings", "/desk/settings"], ["admin", "audit", "/desk/audit"], ["admin", "board-new", "/desk/boards/new"],
	["admin", "product-new", "/desk/products/new"],
]
const dark = new Set(["stranger-home", "stranger-thread", "stranger-services-map", "customer-booking", "admin-desk"])

async function find(visitor, pattern) {
	const links = await visitor.page.locator("main").getByRole("link").evaluateAll((all) => all.map((link) => link.getAttribute("href")))
	return links.find((link) => link && pattern.test(link))
}

// False where the page is not there: a slice that is switched off, a list without a thing.
async function arrive(visitor, path, steps) {
	const open = async (address) => (await visitor.page.goto(visitor.address(address))).status()
	let status = await open(path)
	for (const step of steps) {
		const next = await find(visitor, step)
		if (!next) return `nothing like ${step} on ${visitor.page.url()}`
		status = await open(next)
	}
	return status >= 500 || (status === 404 && !path.endsWith("/1")) ? `${status} on ${visitor.page.url()}` : ""
}

async function shoot(visitor, name) {
	const map = visitor.page.locator("[data-map]")
	if (await map.count()) await map.locator(".map-outline").first().waitFor({ state: "attached" })
	// As tall as the page, so that what sticks to the lower edge does not stand in its middle.
	const { width, height } = visitor.page.viewportSize()
	const whole = await visitor.page.evaluate(() => document.documentElement.scrollHeight)
	await visitor.page.setViewportSize({ width, height: Math.min(Math.max(whole, height), 12000) })
	await visitor.page.screenshot({ path: join(folder, `${name}.png`) })
	await visitor.page.setViewportSize({ width, height })
}

async function shootBrand(world, look, width) {
	const stage = openStage({ ...world, language: look.language, width, javaScript: true })
	const visitors = { stranger: await stage.visit({ brand: look.brand }) }
	for (const role of ["customer", "helper", "moderator", "admin"]) visitors[role] = await stage.person(look[role])
	let taken = 0
	for (const [role, page, path, ...steps] of pages(look)) {
		const visitor = visitors[role]
		const wrong = await arrive(visitor, path, steps)
		if (wrong) {
			console.log(`no picture of ${look.brand} ${role} ${page}: ${wrong}`)
			continue
		}
		const name = `${look.brand}-${role}-${page}`
		await visitor.look().catch((error) => console.log(`${name} ${width}: ${error.message}`))
		await shoot(visitor, `${name}-${width}`)
		taken++
		if (!dark.has(`${role}-${page}`)) continue
		await visitor.page.emulateMedia({ colorScheme: "dark" })
		await shoot(visitor, `${name}-${width}-dark`)
		await visitor.page.emulateMedia({ colorScheme: "light" })
		taken++
	}
	await stage.close()
	return taken
}

mkdirSync(folder, { recursive: true })
const profile = mkdtempSync(join(tmpdir(), "heinzel-browser-"))
const house = await openHouse()
const browser = await openBrowser(profile)
try {
	let taken = 0
	for (const look of brands)
		for (const width of Object.keys(widths)) taken += await shootBrand({ house, browser, sessions: new Map() }, look, width)
	console.log(`${taken} pictures in ${folder}`)
} finally {
	await browser.close()
	await house.close()
	rmSync(profile, { recursive: true, force: true })
}
