// Walks every journey in every dress: German and English, phone and desktop, with and without scripts.
//   node run.mjs [NAME…]   only journeys whose file name contains NAME; also: de en phone desktop script plain
//   node run.mjs all       each journey in all eight dresses; else the main job in eight, the others in four
// HEINZEL_BIN names the binary, build/heinzel by default.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { openBrowser } from "./lib/browser.mjs"
import { openHouse } from "./lib/house.mjs"
import { openStage } from "./lib/stage.mjs"

const here = fileURLToPath(new URL(".", import.meta.url))
const dresses = ["de", "en"].flatMap((language) => ["phone", "desktop"].flatMap((width) =>
	[true, false].map((javaScript) => ({ language, width, javaScript }))))
// Four of the eight, in which each language meets each width and both meet pages with and without scripts.
const pairs = dresses.filter(({ language, width, javaScript }) => javaScript === ((language === "de") === (width === "phone")))
const dressesOf = (journey) => (journey.dresses || (isWhole || journey.isMain ? dresses : pairs)).filter(isAsked)
const nameOf = ({ language, width, javaScript }) => `${language} ${width} ${javaScript ? "script" : "plain"}`

const asked = process.argv.slice(2)
const dressWords = asked.filter((word) => /^(de|en|phone|desktop|script|plain)$/.test(word))
const isWhole = asked.includes("all") || dressWords.length > 0
const journeyWords = asked.filter((word) => !dressWords.includes(word) && word !== "all")
const isAsked = (dress) => dressWords.every((word) => nameOf(dress).split(" ").includes(word))

async function journeys() {
	const names = readdirSync(join(here, "journeys")).filter((name) => name.endsWith(".mjs")).sort()
	const wanted = names.filter((name) => !journeyWords.length || journeyWords.some((word) => name.includes(word)))
	return Promise.all(wanted.map(async (name) => ({ name: name.slice(0, -4), ...await import(`./journeys/${name}`) })))
}

async function picture(stage, name) {
	const folder = join(here, "failures")
	mkdirSync(folder, { recursive: true })
	await Promise.all(stage.visitors.map((visitor, i) =>
		visitor.page.screenshot({ path: join(folder, `${name.replace(/\W+/g, "-")}-${i}.png`), fullPage: true }).catch(() => {})))
	return stage.visitors.map((visitor) => visitor.page.url()).join(" ")
}

// A journey that has to wait returns its second half, walked when all others are over.
async function step(name, stage, world, half) {
	const began = Date.now()
	let later = null
	try {
		later = await half()
		if (!world.house.isAlive()) throw new Error("the house is gone")
		console.log(`${later ? "begun" : "ok   "} ${name}  ${((Date.now() - began) / 1000).toFixed(1)} s`)
		return later ? () => step(name, stage, world, later) : true
	} catch (error) {
		console.log(`FAIL  ${name}: ${error.message.split("\n").slice(0, 12).join("\n      ")}`)
		const line = error.stack.split("\n").find((frame) => frame.includes("/journeys/"))
		console.log(`      ${line?.trim() || ""}\n      open were: ${await picture(stage, name)}`)
		world.house.troubles().forEach((line) => console.log(`      ${line}`))
		return false
	} finally {
		if (!later) await stage.close().catch(() => {})
	}
}

function walk(journey, dress, world) {
	const stage = openStage({ ...world, ...dress })
	return step(`${journey.name} ${nameOf(dress)}`, stage, world, () => journey.walk(stage))
}

async function all() {
	const profile = mkdtempSync(join(tmpdir(), "heinzel-browser-"))
	// A few people of the demo do the deeds of hundreds within minutes: who may do how much is proved elsewhere.
	const house = await openHouse({ limits: false })
	const browser = await openBrowser(profile)
	const world = { house, browser, sessions: new Map() }
	const later = []
	let passed = 0
	let failed = 0
	const count = (result) => {
		if (typeof result === "function") later.push(result)
		else result ? passed++ : failed++
	}
	try {
		for (const journey of await journeys())
			for (const dress of dressesOf(journey)) count(await walk(journey, dress, world))
		while (later.length) count(await later.shift()())
	} finally {
		await browser.close()
		const code = await house.close()
		rmSync(profile, { recursive: true, force: true })
		if (code !== 0) {
			console.log(`FAIL  the house left with ${code}`)
			failed++
		}
	}
	console.log(`${passed} passed, ${failed} failed`)
	return failed === 0 && passed > 0 ? 0 : 1
}

process.exitCode = await all()
