// Where a journey is walked: one language, one width, with or without scripts; and who walks it.
import { readFileSync } from "node:fs"
import { mailbox, way } from "./letters.mjs"
import { Visitor } from "./visitor.mjs"
import { words } from "./words.mjs"

export const widths = {
	phone: { width: 390, height: 844 },
	desktop: { width: 1280, height: 900 },
}

// Those that the demo names at its start; they have a log-in.
export const people = {
	ana: { brand: "a", mail: "ana@example.org" },
	ben: { brand: "a", mail: "ben@example.org" },
	mira: { brand: "a", mail: "mira@example.org" },
	jonas: { brand: "a", mail: "jonas@example.org" },
	tess: { brand: "b", mail: "tess@example.com" },
	oliver: { brand: "b", mail: "oliver@example.com" },
	grace: { brand: "b", mail: "grace@example.com" },
	hugo: { brand: "b", mail: "hugo@example.com" },
}
const password = "heinzel-demo"

const lines = (name) => readFileSync(new URL(`../../demo/${name}`, import.meta.url), "utf8").trim().split("\n").map((line) => JSON.parse(line))

// The demo's other members: they have no password, so they come in by a one-time link.
export const members = lines("members.jsonl")
const ordinary = members.filter((member) => member.brand === "a" && !member.demo_login)
export const customers = ordinary.filter((member) => member.roles.length === 1 && !member.applies)
export const helpers = ordinary.filter((member) => member.roles.includes("helper"))

let turns = 0

// Words that nobody used before: a text that several people post is held back as a copy.
const syllables = ["bau", "dor", "fel", "gras", "hin", "kam", "lo", "mei", "nor", "pul", "ras", "sil", "tur", "wen", "zau"]
let texts = 0
function ownWords() {
	let seed = ++texts * 7919 + 17
	const next = () => syllables[(seed = (seed * 1103515245 + 12345) % 2147483648) % syllables.length]
	return Array.from({ length: 30 }, () => next() + next() + next()).join(" ")
}

export function openStage({ browser, house, language, width, javaScript, sessions }) {
	const stage = {
		browser, house, language, javaScript, sessions, t: words(language), viewport: widths[width],
		mail: mailbox(house.mail), visitors: [],
		turn: ++turns,
		get own() { return ownWords() }, // others each time
	}
	stage.visit = async (options) => {
		const visitor = await Visitor.open(stage, options)
		stage.visitors.push(visitor)
		return visitor
	}
	// A person of the demo, signed in; the sign-in itself is walked once and kept.
	stage.person = async (name) => {
		const { brand, mail } = people[name]
		if (!sessions.has(name)) sessions.set(name, signIn(stage, brand, mail))
		const visitor = await stage.visit({ brand, cookies: await sessions.get(name) })
		visitor.mail = mail
		return speak(stage, visitor)
	}
	stage.member = async (member) => {
		const key = `${member.brand} ${member.key}`
		if (!sessions.has(key)) sessions.set(key, signInByLink(stage, member))
		const visitor = await stage.visit({ brand: member.brand, cookies: await sessions.get(key) })
		return speak(stage, Object.assign(visitor, { mail: member.mail, name: member.name }))
	}
	stage.close = () => Promise.all(stage.visitors.map((visitor) => visitor.close()))
	return stage
}

async function signIn(stage, brand, mail) {
	const visitor = await Visitor.open(stage, { brand })
	try {
		await visitor.go("/login")
		await visitor.fill({ "identity.mail": mail, "identity.password": password })
		await visitor.press("identity.sign_in", visitor.main())
		await visitor.page.waitForURL((url) => url.pathname !== "/login")
		return await session(visitor)
	} finally {
		await visitor.close()
	}
}

async function signInByLink(stage, { brand, mail }) {
	const visitor = await Visitor.open(stage, { brand })
	try {
		const mark = stage.mail.mark()
		await visitor.go("/login/link")
		await visitor.field("identity.mail", visitor.main()).fill(mail)
		await visitor.press("identity.link_button", visitor.main())
		const letter = await stage.mail.wait(mark, mail, (one) => one.text.includes("/login/link/"), "a one-time link")
		await visitor.go(way(letter, "/login/link/[^\"]+"))
		await visitor.press("identity.sign_in", visitor.main())
		await visitor.page.waitForURL((url) => !url.pathname.startsWith("/login"))
		return await session(visitor)
	} finally {
		await visitor.close()
	}
}

// Pages follow the browser until a language is chosen; mails follow the profile only, so it is chosen here.
async function speak(stage, visitor) {
	const key = `language of ${visitor.mail}`
	if (stage.sessions.get(key) === stage.language) return visitor
	await visitor.go("/me/profile")
	const said = words(await visitor.page.locator("html").getAttribute("lang"))
	await visitor.page.getByLabel(said("member.page_language")).selectOption(stage.language)
	await visitor.leave(visitor.page.getByRole("button", { name: said("member.save") }))
	await visitor.told("member.profile_saved")
	stage.sessions.set(key, stage.language)
	return visitor
}

const session = async (visitor) => (await visitor.cookies()).filter(({ name }) => name.includes("session"))
