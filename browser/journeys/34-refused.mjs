// Too much at once: the house asks a member to go slower. The form that it did not take stands there again with its text
// and is sent from there; live updates that it turned away come back by themselves. Every refusal is the house's own.
import { Agent, request } from "node:http"
import { openHouse } from "../lib/house.mjs"
import { openStage } from "../lib/stage.mjs"
import { must, same, until } from "../lib/until.mjs"

const atOnce = 20
const most = 4000 // requests; the house lets nobody do a tenth of it
const tries = 8

// What a member's browser would send, many times over; names below localhost are known to browsers only.
async function openHand(visitor) {
	const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
	const cookie = (await visitor.context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ")
	const headers = { Host: new URL(visitor.address("")).host, Cookie: cookie, "Content-Type": "application/x-www-form-urlencoded" }
	return (method, path, form = "") => new Promise((resolve, reject) => {
		const options = { host: "127.0.0.1", port: visitor.stage.house.port, agent, method, path, headers }
		const call = request(options, (answer) => {
			answer.resume()
			answer.once("end", () => resolve(answer.statusCode))
		})
		call.once("error", reject)
		call.end(form)
	})
}

// Asks until the house says that it was too often, and on until `over`.
async function untilTooOften(ask, over = () => true) {
	let count = 0
	let refused = false
	const go = async () => {
		while (!(refused && over())) {
			must(++count < most, `${most} requests at once were all read`)
			if (await ask() === 429) refused = true
		}
	}
	await Promise.all(Array.from({ length: atOnce }, go))
}

async function pressUntilRefused(visitor, words) {
	const hand = await openHand(visitor)
	for (let i = 0; i < tries; i++) {
		await visitor.go("/me/profile")
		await visitor.field("member.about", visitor.main()).fill(words)
		const csrf = await visitor.main().locator("input[name=csrf]").first().inputValue()
		// A form that is wrong counts like any other.
		await untilTooOften(() => hand("POST", "/me/profile", new URLSearchParams({ csrf, name: "" }).toString()))
		await visitor.press("member.save", visitor.main())
		if (await visitor.main().getByText(visitor.t("guard.too_often")).count()) return
	}
	throw new Error("the house took every form")
}

async function formStaysTyped(visitor, words) {
	await pressUntilRefused(visitor, words)
	const typed = visitor.main().locator("textarea[name=about]")
	await visitor.sees(visitor.t("failure.typed"))
	same(await typed.inputValue(), words, "what was typed")
	same(await visitor.main().getByLabel(visitor.t("failure.typed_about"), { exact: true }).inputValue(), words, "what its label names")
	await visitor.sees(visitor.t("failure.typed_about"))
	await visitor.look()
	await until(async () => {
		if (await typed.count() === 0) return true
		same(await typed.inputValue(), words, "what was typed")
		await visitor.press("failure.send_again", visitor.main())
		return await visitor.button("failure.send_again", visitor.main()).count() === 0
	}, "the form to be taken")
	await visitor.told("member.profile_saved")
	await visitor.go("/me/profile")
	same(await visitor.field("member.about", visitor.main()).inputValue(), words, "what was saved")
}

const isLive = (answer) => new URL(answer.url()).pathname === "/live"
const tell = (visitor, name) => visitor.page.evaluate((event) => dispatchEvent(new Event(event)), name)

async function streamComesBack(visitor) {
	const statuses = []
	const hand = await openHand(visitor)
	visitor.page.on("response", (answer) => isLive(answer) && statuses.push(answer.status()))
	await visitor.go("/help")
	await until(() => statuses.length, "live updates")
	for (let i = 0; statuses.at(-1) !== 429; i++) {
		must(i < tries, `live updates were never turned away: ${statuses}`)
		await tell(visitor, "pagehide") // as when somebody leaves the page and comes back
		const before = statuses.length
		let asked = false
		await untilTooOften(async () => {
			const status = await hand("GET", "/language")
			if (status === 429 && !asked) {
				asked = true
				await tell(visitor, "pageshow")
			}
			return status
		}, () => statuses.length > before)
	}
	// Nobody touches the page from here on.
	const count = visitor.page.locator("[data-live-count]").first()
	await count.evaluate((node) => { node.textContent = "?" })
	await until(() => count.evaluate((node) => node.textContent !== "?"), "live updates to come back", 20)
	same(statuses.at(-1), 200, `how live updates were answered: ${statuses}`)
}

export async function walk(world) {
	const house = await openHouse() // the journeys' common one asks nobody to go slower
	const stage = openStage({ ...world, house, width: world.viewport.width < 600 ? "phone" : "desktop", sessions: new Map() })
	try {
		const visitor = await stage.person("mira")
		await formStaysTyped(visitor, stage.own)
		if (stage.javaScript) await streamComesBack(visitor)
	} finally {
		await stage.close()
		await house.close()
	}
}
