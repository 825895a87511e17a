// A picture of every page, of both brands, at both widths:  node screenshots.mjs [FOLDER [NAMEPART…] [quick]]
// Names are like a-stranger-home-phone; what axe, a visible text key or a page that is too wide gives to complain about is printed beside
// (not when it has to be quick), and the pages of the route table that were not met.  What there is to see stands in lib/album.mjs.
import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { dark, notSeen, pages } from "./lib/album.mjs"
import { openBrowser } from "./lib/browser.mjs"
import { openHouse } from "./lib/house.mjs"
import { members, openStage, people, widths } from "./lib/stage.mjs"

const [, , folder = fileURLToPath(new URL("shots", import.meta.url)), ...asked] = process.argv
const isQuick = asked.includes("quick")
const parts = asked.filter((word) => word !== "quick")
const isAsked = (name) => !parts.length || parts.some((part) => name.includes(part))
const seen = new Set()
let taken = 0
const brands = [
	{ brand: "a", language: "de", customer: "ana", helper: "ben", moderator: "mira", admin: "jonas", newcomer: "manuel", guest: "renate", visitor: "hannelore", arrived: "resi", author: "lotte",
		mail: "ana@example.org", other: "ben@example.org", place: "50823", words: "Gäste WLAN" },
	{ brand: "b", language: "en", customer: "tess", helper: "oliver", moderator: "grace", admin: "hugo", newcomer: "leo_m", guest: "lucy", visitor: "oliver", arrived: "oliver", author: "tom_b",
		mail: "tess@example.com", other: "oliver@example.com", place: "8005", words: "milk foam" },
]

async function find(visitor, pattern) {
	const links = await visitor.page.locator("main").getByRole("link").evaluateAll((all) => all.map((link) => link.getAttribute("href")))
	return links.find((link) => link && pattern.test(link))
}

// One step on the way to a page: an address, a link of the page, or something done.
async function go(visitor, step) {
	if (typeof step === "function") return step(visitor)
	if (typeof step === "string") return visitor.page.goto(visitor.address(step))
	const next = await find(visitor, step)
	if (!next) throw new Error(`nothing like ${step} on ${visitor.page.url()}`)
	return visitor.page.goto(visitor.address(next))
}

// What is wrong, where the page is not there: a slice that is switched off, a list without a thing.
async function arrive(visitor, name, steps) {
	try {
		let answer
		for (const step of steps) answer = await go(visitor, step)
		const status = answer?.status?.() || 200
		return status >= 400 && !/^error|-(wrong|errors|gone)$/.test(name) ? `${status} on ${visitor.page.url()}` : ""
	} catch (error) {
		return error.message.split("\n")[0]
	}
}

async function shoot(visitor, name) {
	const map = visitor.page.locator("[data-map]")
	if (await map.count()) await map.locator(".map-outline").first().waitFor({ state: "attached" })
	// As tall as the page, so that what sticks to the lower edge does not stand in its middle.
	const { width, height } = visitor.page.viewportSize()
	const whole = await visitor.page.evaluate(() => document.documentElement.scrollHeight)
	await visitor.page.setViewportSize({ width, height: Math.min(Math.max(whole, height), 12000) })
	await visitor.page.screenshot({ path: join(folder, `${name}.png`) })
	taken++
	await visitor.page.setViewportSize({ width, height })
}

async function visitorsOf(stage, look) {
	const visitors = { stranger: await stage.visit({ brand: look.brand }) }
	for (const role of ["customer", "helper", "moderator", "admin", "newcomer", "guest", "visitor", "arrived", "author"])
		visitors[role] = await (people[look[role]] ? stage.person(look[role]) : stage.member(members.find(({ key, brand }) => key === look[role] && brand === look.brand)))
	return visitors
}

async function shootBrand(world, look, width) {
	if (!pages(look).some(([role, page]) => isAsked(`${look.brand}-${role}-${page}-${width}`))) return
	const stage = openStage({ ...world, language: look.language, width, javaScript: true })
	const visitors = await visitorsOf(stage, look)
	for (const [role, page, ...steps] of pages(look)) {
		const visitor = visitors[role]
		const name = `${look.brand}-${role}-${page}`
		if (!isAsked(`${name}-${width}`)) continue
		const wrong = await arrive(visitor, page, steps)
		if (wrong) {
			console.log(`no picture ${name} ${width}: ${wrong}`)
			continue
		}
		seen.add(visitor.path)
		if (!isQuick) await visitor.look().catch((error) => console.log(`${name} ${width}: ${error.message}`))
		visitor.broken.length = 0
		await shoot(visitor, `${name}-${width}`)
		if (!dark.has(`${role}-${page}`)) continue
		await visitor.page.emulateMedia({ colorScheme: "dark" })
		await shoot(visitor, `${name}-${width}-dark`)
		await visitor.page.emulateMedia({ colorScheme: "light" })
	}
	await stage.close()
}

// Pages of the route table of which there is no picture.
function missing(binary) {
	const routes = execFileSync(binary, ["routes"], { encoding: "utf8" }).split("\n").filter((line) => line.startsWith("GET "))
	const paths = [...new Set(routes.map((line) => line.split(/\s+/)[1]))].filter((path) => !path.startsWith("/api/"))
	const isSeen = (path) => {
		const pattern = new RegExp(`^${path.replace(/\./g, "\\.").replace(/:\w+/g, "[^/]+")}$`)
		return [...seen].some((one) => pattern.test(one))
	}
	return paths.filter((path) => !notSeen.some((pattern) => pattern.test(path)) && !isSeen(path))
}

mkdirSync(folder, { recursive: true })
const profile = mkdtempSync(join(tmpdir(), "heinzel-browser-"))
const house = await openHouse()
const browser = await openBrowser(profile)
try {
	for (const look of brands)
		for (const width of Object.keys(widths)) await shootBrand({ house, browser, sessions: new Map() }, look, width)
	console.log(`${taken} pictures in ${folder}`)
	if (!parts.length) missing(house.binary).forEach((path) => console.log(`no picture of ${path}`))
} finally {
	await browser.close()
	await house.close()
	rmSync(profile, { recursive: true, force: true })
}
