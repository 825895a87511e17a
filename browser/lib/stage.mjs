// Where a journey is walked: one language, one width, with or without scripts; and who walks it.
import { mailbox } from "./letters.mjs"
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
	hugo: { brand: "b", mail: "hugo@example.com" },
}
const password = "heinzel-demo"

let turns = 0

export function openStage({ browser, house, language, width, javaScript, sessions }) {
	const stage = {
		browser, house, language, javaScript, sessions, t: words(language), viewport: widths[width],
		mail: mailbox(house.mail), visitors: [],
		turn: ++turns,
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
		return visitor
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
		const cookies = await visitor.cookies()
		return cookies.filter(({ name }) => name.includes("session"))
	} finally {
		await visitor.close()
	}
}
